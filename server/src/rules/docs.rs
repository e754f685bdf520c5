//! Rule → pages.
