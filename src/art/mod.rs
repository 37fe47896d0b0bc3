//! Listings highlighted, pictures probed and converted, formulas translated: bytes in, bytes out.
pub mod diagram;
pub mod highlight;
pub mod math;
pub mod picture;
