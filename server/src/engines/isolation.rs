//! Keeps a panic from costing more than the work it happened in, and remembers where it happened.

use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
    static PLACE: RefCell<String> = const { RefCell::new(String::new()) };
}

static HOOK: Once = Once::new();

/// Does `work`; if it panics, says where in the program. The usual panic message, which may quote the
/// document, is not printed. Whatever `work` changed is to be thrown away.
pub fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    HOOK.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if DEPTH.get() > 0 {
                PLACE.set(info.location().map(ToString::to_string).unwrap_or_default());
            } else {
                usual(info);
            }
        }));
    });
    DEPTH.set(DEPTH.get() + 1);
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    DEPTH.set(DEPTH.get() - 1);
    result.map_err(|_| PLACE.take())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_its_place() {
        assert_eq!(guarded(|| 7), Ok(7));
        let place = guarded(|| assert_eq!("secret", "words")).expect_err("it panics");
        assert!(place.contains("isolation.rs:"), "{place}");
    }

    #[test]
    fn an_inner_panic_is_none_outside() {
        let outer = guarded(|| guarded(|| panic!("inside")).is_err());
        assert_eq!(outer, Ok(true));
    }
}
