//! Message frames: bytes from the client to whole message bodies, and back.
//!
//! The protocol library ends the server over a header in lower case, a wrong length or a body that
//! is no JSON. This layer stands in front of it: headers are read without regard to case, unknown
//! ones are skipped, and after a wrong length reading goes on at the next `Content-Length`.

/// Longest message that is accepted, in bytes.
const LARGEST_BODY: usize = 256 * 1024 * 1024;

/// Longest run of headers that is accepted, in bytes.
const LARGEST_HEADERS: usize = 8 * 1024;

const LENGTH_HEADER: &[u8] = b"content-length:";

/// What came out of the stream next.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Frame {
    /// The body of a message; whether it is JSON is for others to judge.
    Body(Vec<u8>),
    /// A message announced as larger than we take; its bytes are skipped.
    TooLarge,
}

/// Bytes received and not yet handed on.
///
/// Invariant: never holds more than one message and one read beyond it.
#[derive(Debug, Default)]
pub(super) struct FrameBuffer {
    bytes: Vec<u8>,
    /// Bytes before this are handed on.
    start: usize,
    /// Bytes before this hold no header; keeps the search linear when bytes trickle in.
    searched: usize,
    /// Where the body begins and ends, once its headers are read.
    body: Option<(usize, usize)>,
}

impl FrameBuffer {
    /// Adds bytes as they came.
    pub(super) fn push(&mut self, bytes: &[u8]) {
        if self.start > 0 && self.start >= self.bytes.len() / 2 {
            self.bytes.drain(..self.start);
            self.searched = self.searched.saturating_sub(self.start);
            if let Some((begin, end)) = &mut self.body {
                *begin -= self.start;
                *end -= self.start;
            }
            self.start = 0;
        }
        self.bytes.extend_from_slice(bytes);
    }

    /// The next frame, if all of it is there.
    pub(super) fn next(&mut self) -> Option<Frame> {
        loop {
            if let Some((begin, end)) = self.body {
                let body = self.bytes.get(begin..end)?.to_vec();
                self.body = None;
                self.advance_to(end);
                return Some(Frame::Body(body));
            }
            let header = self.find_length_header()?;
            let value_start = header + LENGTH_HEADER.len();
            let Some((headers_end, body_start)) = end_of_headers(&self.bytes, value_start) else {
                if self.bytes.len() - value_start <= LARGEST_HEADERS {
                    return None;
                }
                self.advance_to(value_start);
                continue;
            };
            match length(&self.bytes[value_start..headers_end]) {
                Some(length) if length <= LARGEST_BODY => {
                    self.body = Some((body_start, body_start + length));
                    self.start = body_start;
                }
                Some(_) => {
                    self.advance_to(body_start);
                    return Some(Frame::TooLarge);
                }
                None => self.advance_to(value_start),
            }
        }
    }

    /// For a body that is no JSON, perhaps since its length was too large: if another header
    /// begins in it, gives back everything from there on and returns what precedes.
    pub(super) fn split_at_header<'a>(&mut self, body: &'a [u8]) -> Option<&'a [u8]> {
        let rest = &self.bytes[self.start..];
        // The header may begin in the body and end behind it.
        let overhang = rest.len().min(LENGTH_HEADER.len() - 1);
        let mut bytes = [body, &rest[..overhang]].concat();
        let at = find(&bytes, 1)?;
        bytes.drain(..at);
        bytes.extend_from_slice(&rest[overhang..]);
        *self = Self { bytes, ..Self::default() };
        Some(&body[..at])
    }

    fn advance_to(&mut self, position: usize) {
        self.start = position;
        self.searched = position;
        if self.start == self.bytes.len() {
            self.bytes.clear();
            self.start = 0;
            self.searched = 0;
            // One huge message must not keep its memory for the rest of the session.
            self.bytes.shrink_to(64 * 1024);
        }
    }

    /// Position of the next length header; everything before it is dropped.
    fn find_length_header(&mut self) -> Option<usize> {
        match find(&self.bytes, self.searched) {
            Some(at) => {
                self.start = at;
                self.searched = at;
                Some(at)
            }
            None => {
                // The last bytes may be the beginning of a header that is still on its way.
                let keep = self.bytes.len().saturating_sub(LENGTH_HEADER.len() - 1);
                self.start = keep.max(self.start);
                self.searched = self.start;
                None
            }
        }
    }
}

/// A message in its frame.
pub(super) fn framed(body: &[u8]) -> Vec<u8> {
    let mut frame = format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes();
    frame.extend_from_slice(body);
    frame
}

/// Where a length header begins at or after `from`.
fn find(bytes: &[u8], from: usize) -> Option<usize> {
    let bytes = bytes.get(from..)?;
    bytes
        .windows(LENGTH_HEADER.len())
        .position(|window| {
            // The colon is rare; asking for it first keeps the search quick.
            window[LENGTH_HEADER.len() - 1] == b':' && window.eq_ignore_ascii_case(LENGTH_HEADER)
        })
        .map(|at| at + from)
}

/// The number in a length header, whose value begins `headers`.
fn length(headers: &[u8]) -> Option<usize> {
    let line = headers.split(|&byte| byte == b'\r' || byte == b'\n').next()?;
    let digits = std::str::from_utf8(line).ok()?.trim();
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some(digits.parse().unwrap_or(usize::MAX))
}

/// Where the headers end and where the body begins: behind an empty line.
fn end_of_headers(bytes: &[u8], from: usize) -> Option<(usize, usize)> {
    let end = bytes.len().min(from + LARGEST_HEADERS);
    let window = &bytes[from..end];
    let mut line_start = 0;
    while let Some(length) = window[line_start..].iter().position(|&byte| byte == b'\n') {
        let line = &window[line_start..line_start + length];
        if line_start > 0 && matches!(line, [] | [b'\r']) {
            return Some((from + line_start, from + line_start + length + 1));
        }
        line_start += length + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bodies(input: &[u8]) -> Vec<String> {
        let mut buffer = FrameBuffer::default();
        buffer.push(input);
        std::iter::from_fn(|| buffer.next())
            .map(|frame| match frame {
                Frame::Body(body) => String::from_utf8(body).unwrap(),
                Frame::TooLarge => "too large".to_owned(),
            })
            .collect()
    }

    #[test]
    fn headers_are_read_in_any_case_and_order() {
        let input = b"content-length: 2\r\n\r\n{}Content-Type: application/x; charset=utf-8\r\nX-Odd: 1\r\nCONTENT-LENGTH:3\r\nX-More: 2\r\n\r\n[1]Content-Length: 1\n\n7";
        assert_eq!(bodies(input), ["{}", "[1]", "7"]);
    }

    #[test]
    fn bytes_may_come_one_at_a_time() {
        let mut buffer = FrameBuffer::default();
        let mut seen = Vec::new();
        for byte in b"Content-Length: 2\r\n\r\n{}Content-Length: 4\r\n\r\nnull" {
            buffer.push(&[*byte]);
            seen.extend(std::iter::from_fn(|| buffer.next()));
        }
        assert_eq!(seen, [Frame::Body(b"{}".to_vec()), Frame::Body(b"null".to_vec())]);
    }

    #[test]
    fn text_between_messages_is_skipped() {
        assert_eq!(bodies(b"hello\r\n\r\nwarning: x\nContent-Length: 2\r\n\r\n{}"), ["{}"]);
    }

    #[test]
    fn too_short_a_length_loses_one_message_only() {
        let input = b"Content-Length: 3\r\n\r\n{\"a\":1}Content-Length: 2\r\n\r\n{}";
        assert_eq!(bodies(input), ["{\"a", "{}"]);
    }

    #[test]
    fn too_large_a_length_is_undone_at_the_next_header() {
        for length in ["9", "30"] {
            let mut buffer = FrameBuffer::default();
            buffer.push(format!("Content-Length: {length}\r\n\r\n").as_bytes());
            buffer.push(b"{}Content-Length: 2\r\n\r\n[]Content-Length: 1\r\n\r\n7");
            let Some(Frame::Body(body)) = buffer.next() else { panic!("no body") };
            assert_eq!(buffer.split_at_header(&body), Some(&b"{}"[..]));
            assert_eq!(buffer.next(), Some(Frame::Body(b"[]".to_vec())));
            assert_eq!(buffer.next(), Some(Frame::Body(b"7".to_vec())));
        }
    }

    #[test]
    fn a_body_without_another_header_is_left_alone() {
        let mut buffer = FrameBuffer::default();
        buffer.push(b"Content-Length: 3\r\n\r\n{x}Content-Length: 1\r\n\r\n7");
        let Some(Frame::Body(body)) = buffer.next() else { panic!("no body") };
        assert_eq!(buffer.split_at_header(&body), None);
        assert_eq!(buffer.next(), Some(Frame::Body(b"7".to_vec())));
    }

    #[test]
    fn lengths_that_are_no_numbers_are_passed_over() {
        let input =
            b"Content-Length: -1\r\n\r\nContent-Length: x\r\n\r\nContent-Length: 2\r\n\r\n{}";
        assert_eq!(bodies(input), ["{}"]);
    }

    #[test]
    fn huge_lengths_are_told_and_not_waited_for() {
        let input = b"Content-Length: 99999999999999999999999\r\n\r\n{}Content-Length: 2\r\n\r\n[]";
        assert_eq!(bodies(input), ["too large", "[]"]);
    }

    #[test]
    fn endless_text_without_headers_takes_no_memory() {
        let mut buffer = FrameBuffer::default();
        for _ in 0..1000 {
            buffer.push(&[b'x'; 4096]);
            assert_eq!(buffer.next(), None);
        }
        assert!(buffer.bytes.len() < 32 * 1024, "{}", buffer.bytes.len());
    }
}
