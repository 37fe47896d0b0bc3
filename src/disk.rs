//! The only file that opens or writes files.
