//! Problems, ledger and statistics -> terminal text, JSON.
