//! Standard input and output as streams that wake whoever waits for them, without a thread between.

use tokio::io::{AsyncRead, AsyncWrite};

/// What can be read by a session.
pub(super) type Input = Box<dyn AsyncRead + Send + Unpin>;

/// What a session writes to.
pub(super) type Output = Box<dyn AsyncWrite + Send + Unpin>;

/// Both ends of the client. Must be called within the runtime.
pub(super) fn streams() -> (Input, Output) {
    #[cfg(unix)]
    if let Some(streams) = unix::streams() {
        return streams;
    }
    // Threads read and write: each message costs two changes of threads more.
    (Box::new(tokio::io::stdin()), Box::new(tokio::io::stdout()))
}

#[cfg(unix)]
mod unix {
    use std::fs::File;
    use std::io;
    use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
    use std::os::unix::fs::FileTypeExt;
    use std::os::unix::net;

    use tokio::net::UnixStream;
    use tokio::net::unix::pipe;

    use super::{Input, Output};

    /// What an editor connects; a terminal or file is neither, and others may hold it too.
    enum Kind {
        Pipe,
        Socket,
    }

    pub(super) fn streams() -> Option<(Input, Output)> {
        let (input, input_kind) = opened(io::stdin().as_fd())?;
        let (output, output_kind) = opened(io::stdout().as_fd())?;
        // From here on nothing fails for what these are.
        let input: Input = match input_kind {
            Kind::Pipe => Box::new(pipe::Receiver::from_owned_fd(input).ok()?),
            Kind::Socket => Box::new(socket(input)?),
        };
        let output: Output = match output_kind {
            Kind::Pipe => Box::new(pipe::Sender::from_owned_fd(output).ok()?),
            Kind::Socket => Box::new(socket(output)?),
        };
        Some((input, output))
    }

    fn opened(stream: BorrowedFd<'_>) -> Option<(OwnedFd, Kind)> {
        let file = File::from(stream.try_clone_to_owned().ok()?);
        let kind = file.metadata().ok()?.file_type();
        let kind = match () {
            () if kind.is_fifo() => Kind::Pipe,
            () if kind.is_socket() => Kind::Socket,
            () => return None,
        };
        Some((file.into(), kind))
    }

    fn socket(stream: OwnedFd) -> Option<UnixStream> {
        let stream = net::UnixStream::from(stream);
        stream.set_nonblocking(true).ok()?;
        UnixStream::from_std(stream).ok()
    }
}
