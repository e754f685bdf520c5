//! The program: arguments go to `cli`, its exit code comes back.

fn main() {}
