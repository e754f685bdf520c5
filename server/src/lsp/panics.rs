//! Keeps a panic from taking the server with it.

use std::any::Any;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::Poll;

/// Runs a future; `None` if it panicked. All handlers live in one task, which would end with it.
pub(super) async fn guarded<T>(method: &str, future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    poll_fn(|context| {
        // The future is not polled again after a panic, so nobody sees what it left half done
        // but the state, whose changes are single assignments under a lock.
        match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context))) {
            Ok(Poll::Pending) => Poll::Pending,
            Ok(Poll::Ready(value)) => Poll::Ready(Some(value)),
            Err(panic) => {
                tracing::error!(method, panic = message(&*panic), "a handler panicked");
                Poll::Ready(None)
            }
        }
    })
    .await
}

/// What a panic said.
pub(super) fn message(panic: &(dyn Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message")
}

/// Locks although another thread may have panicked while it held the lock.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_becomes_none() {
        assert_eq!(guarded("test", async { 7 }).await, Some(7));
        let panicking = async {
            tokio::task::yield_now().await;
            assert_eq!(1, 2, "one is not two");
        };
        assert_eq!(guarded("test", panicking).await, None);
    }
}
