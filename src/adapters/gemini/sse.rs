//! Server-sent events, read as the bytes come in
//! (<https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream>).
//!
//! Two liberties: a line that is no field of the standard counts as data, because a failing service may write its bare
//! JSON error into the stream; and what stands unfinished at the end is handed out too, so that it is noticed.

/// Takes chunks cut anywhere, even within a character or a line end; gives the data of each event, undecoded.
#[derive(Debug, Default)]
pub(super) struct SseParser {
    line: Vec<u8>,
    data: Vec<u8>,
    /// The last byte was a carriage return: a line feed that follows belongs to it.
    after_cr: bool,
    started: bool,
}

impl SseParser {
    /// The events that `chunk` completes.
    pub(super) fn feed(&mut self, chunk: &[u8]) -> Vec<Vec<u8>> {
        let mut events = Vec::new();
        for &byte in chunk {
            let second_half = byte == b'\n' && self.after_cr;
            self.after_cr = byte == b'\r';
            match byte {
                _ if second_half => {}
                b'\r' | b'\n' => events.extend(self.end_line()),
                _ => self.line.push(byte),
            }
        }
        events
    }

    /// What was left when the stream ended, if it was not white space.
    pub(super) fn finish(mut self) -> Option<Vec<u8>> {
        let last = self.end_line().or_else(|| self.end_line());
        last.filter(|data| !data.trim_ascii().is_empty())
    }

    fn end_line(&mut self) -> Option<Vec<u8>> {
        let line = std::mem::take(&mut self.line);
        let mut line = line.as_slice();
        if !std::mem::replace(&mut self.started, true) {
            line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
        }
        if line.is_empty() {
            let data = std::mem::take(&mut self.data);
            return (!data.is_empty()).then_some(data);
        }
        if let Some(data) = data_of(line) {
            if !self.data.is_empty() {
                self.data.push(b'\n');
            }
            self.data.extend_from_slice(data);
        }
        None
    }
}

fn data_of(line: &[u8]) -> Option<&[u8]> {
    if let Some(value) = line.strip_prefix(b"data:") {
        return Some(value.strip_prefix(b" ").unwrap_or(value));
    }
    let other: [&[u8]; 4] = [b":", b"event:", b"id:", b"retry:"];
    (!other.iter().any(|field| line.starts_with(field))).then_some(line)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parse(chunks: &[&[u8]]) -> Vec<String> {
        let mut parser = SseParser::default();
        let mut events: Vec<_> = chunks.iter().flat_map(|chunk| parser.feed(chunk)).collect();
        events.extend(parser.finish());
        events.into_iter().map(|e| String::from_utf8_lossy(&e).into_owned()).collect()
    }

    #[test]
    fn events_end_at_any_kind_of_blank_line() {
        for end in ["\n\n", "\r\r", "\r\n\r\n", "\n\r\n", "\r\n\r"] {
            let text = format!("data: {{\"a\":1}}{end}data:둘{end}");
            assert_eq!(parse(&[text.as_bytes()]), ["{\"a\":1}", "둘"], "{end:?}");
        }
    }

    #[test]
    fn fields_comments_and_marks_are_read_as_the_standard_says() {
        let text =
            "\u{feff}: hello\nevent: x\nid: 1\nretry: 5\ndata: one\ndata: two\n\n\n\ndata:  padded\n\n";
        assert_eq!(parse(&[text.as_bytes()]), ["one\ntwo", " padded"]);
        // A carriage return and its line feed are one line end, also when they come apart.
        assert_eq!(parse(&[b"data: one\r", b"\ndata: two\r\n\r\n"]), ["one\ntwo"]);
        assert_eq!(parse(&[b""]), [""; 0]);
        assert_eq!(parse(&[b"\r\n \n"]), [""; 0]);
    }

    #[test]
    fn bare_json_and_an_unfinished_end_are_handed_out() {
        assert_eq!(parse(&[b"{\n\"error\": {}\n}\n"]), ["{\n\"error\": {}\n}"]);
        assert_eq!(parse(&[b"data: a\n\ndata: {\"cut"]), ["a", "{\"cut"]);
    }

    proptest! {
        #[test]
        fn any_cutting_gives_the_same_events(
            lines in prop::collection::vec(("(data: ?|: |event: |)[a-z가-힣🙂{}\":]{0,6}", "\r\n|\n|\r|\n\n|\r\r|\r\n\r\n"), 0..12),
            cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..8),
        ) {
            let bytes: Vec<u8> = lines.into_iter().flat_map(|(line, end)| (line + &end).into_bytes()).collect();
            let mut at: Vec<_> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
            at.extend([0, bytes.len()]);
            at.sort_unstable();
            let chunks: Vec<_> = at.windows(2).map(|w| &bytes[w[0]..w[1]]).collect();
            let single: Vec<_> = bytes.chunks(1).collect();
            let whole = parse(&[&bytes]);
            prop_assert_eq!(&parse(&chunks), &whole);
            prop_assert_eq!(&parse(&single), &whole);
        }

        #[test]
        fn no_bytes_break_it(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            parse(&[&bytes]);
        }
    }
}
