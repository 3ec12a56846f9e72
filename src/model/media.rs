//! Pictures and sounds that come with a message: what they are. Their bytes lie in a table of their own.

use std::{fmt, rc::Rc};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use sha2::{Digest, Sha256};

use super::ids::MemoryId;
use crate::{Error, Result};

macro_rules! media_types {
    ($($(#[doc = $doc:literal])+ $name:ident = $text:literal $(| $alias:literal)*;)+) => {
        /// The types of pictures and sounds that are taken.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum MediaType { $($(#[doc = $doc])+ $name,)+ }

        impl MediaType {
            /// Every type.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Its registered name (IANA), or the usual one where none is registered.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            /// The type of a name as callers write it: in any case, with parameters (`audio/webm;codecs=opus`), under an old name.
            pub fn parse(text: &str) -> Option<Self> {
                let name = text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
                match name.as_str() {
                    $($text $(| $alias)* => Some(Self::$name),)+
                    _ => None,
                }
            }
        }
    };
}

media_types! {
    /// PNG.
    Png = "image/png";
    /// JPEG.
    Jpeg = "image/jpeg" | "image/jpg" | "image/pjpeg";
    /// WebP.
    Webp = "image/webp";
    /// GIF.
    Gif = "image/gif";
    /// HEIF with HEVC inside, as iPhones take pictures.
    Heic = "image/heic";
    /// HEIF.
    Heif = "image/heif";
    /// WAV.
    Wav = "audio/wav" | "audio/wave" | "audio/x-wav" | "audio/vnd.wave";
    /// MP3.
    Mp3 = "audio/mpeg" | "audio/mp3" | "audio/x-mp3";
    /// AAC in ADTS.
    Aac = "audio/aac" | "audio/x-aac" | "audio/aacp";
    /// Ogg with Vorbis or Opus inside.
    Ogg = "audio/ogg" | "audio/opus" | "application/ogg";
    /// FLAC.
    Flac = "audio/flac" | "audio/x-flac";
    /// AIFF.
    Aiff = "audio/aiff" | "audio/x-aiff";
    /// MPEG-4, as Safari records.
    Mp4 = "audio/mp4" | "audio/m4a" | "audio/x-m4a";
    /// WebM, as Chromium and Firefox record.
    Webm = "audio/webm";
}

impl MediaType {
    /// Whether it is a picture; else it is a sound.
    pub fn is_image(self) -> bool {
        self.as_str().starts_with("image/")
    }

    /// `image` or `audio`.
    pub fn family(self) -> &'static str {
        if self.is_image() { "image" } else { "audio" }
    }

    /// Whether a file of these bytes begins as files of this type do.
    pub fn agrees_with(self, bytes: &[u8]) -> bool {
        let at = |from: usize, magic: &[u8]| bytes.get(from..).is_some_and(|rest| rest.starts_with(magic));
        let second = bytes.get(1).copied().unwrap_or_default();
        let is_frame = bytes.first() == Some(&0xff);
        match self {
            Self::Png => at(0, b"\x89PNG\r\n\x1a\n"),
            Self::Jpeg => at(0, b"\xff\xd8\xff"),
            Self::Webp => at(0, b"RIFF") && at(8, b"WEBP"),
            Self::Gif => at(0, b"GIF87a") || at(0, b"GIF89a"),
            Self::Heic | Self::Heif => at(4, b"ftyp") && is_heif(bytes),
            Self::Wav => (at(0, b"RIFF") || at(0, b"RF64")) && at(8, b"WAVE"),
            // The frame's sync bits, and a layer, which AAC does not have.
            Self::Mp3 => at(0, b"ID3") || (is_frame && second & 0xe0 == 0xe0 && second & 0x06 != 0),
            Self::Aac => at(0, b"ID3") || at(0, b"ADIF") || (is_frame && second & 0xf6 == 0xf0),
            Self::Ogg => at(0, b"OggS"),
            Self::Flac => at(0, b"fLaC"),
            Self::Aiff => at(0, b"FORM") && (at(8, b"AIFF") || at(8, b"AIFC")),
            Self::Mp4 => at(4, b"ftyp") && !is_heif(bytes),
            Self::Webm => at(0, b"\x1a\x45\xdf\xa3"),
        }
    }
}

/// Whether the brand of an ISO base media file is one of HEIF's (ISO/IEC 23008-12).
fn is_heif(bytes: &[u8]) -> bool {
    const BRANDS: [&[u8]; 8] = [b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"];
    bytes.get(8..12).is_some_and(|brand| BRANDS.contains(&brand))
}

impl Serialize for MediaType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for MediaType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::parse(&name).ok_or_else(|| D::Error::custom("an unknown type of media"))
    }
}

/// Names a blob by what it holds: the SHA-256 of its bytes, 64 hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MediaId(String);

impl MediaId {
    /// The id of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// Parses an id given by a caller. Error: `invalid_input`.
    pub fn parse(text: &str) -> Result<Self> {
        let id = text.to_ascii_lowercase();
        if id.len() != 64 || !id.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(Error::invalid_input(
                "a media id must be 64 hexadecimal digits, as in `media.id` of a memory",
            ));
        }
        Ok(Self(id))
    }

    /// The id as text: lower case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Points to a picture or a sound that is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Media {
    /// Its name within a scope.
    pub id: MediaId,
    /// What it is.
    pub mime_type: MediaType,
    /// How many bytes it has.
    pub bytes: u64,
}

/// The bytes of a picture or a sound, shared. Never shown: what is logged holds no part of them.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct MediaBytes(Rc<Vec<u8>>);

impl MediaBytes {
    /// The bytes.
    pub fn as_slice(&self) -> &[u8] {
        &self.0
    }
}

impl From<Vec<u8>> for MediaBytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Rc::new(bytes))
    }
}

impl fmt::Debug for MediaBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}

/// A picture or a sound of a message, with what is known of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attached {
    /// Where it is.
    pub media: Media,
    /// What the sender wrote under it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
    /// What a model saw or heard in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<MediaNote>,
    /// Whether a model is still to be asked.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub awaits_note: bool,
    /// Its memory, once there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory: Option<MemoryId>,
}

/// What a model saw in a picture or heard in a sound.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MediaNote {
    /// What it shows.
    pub description: String,
    /// The text to be read in a picture, word for word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text_in_image: Option<String>,
    /// What is said in a sound, word for word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transcript: Option<String>,
    /// Which model said so.
    pub model: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_callers_write_them() {
        for kind in MediaType::ALL {
            assert_eq!(MediaType::parse(kind.as_str()), Some(*kind));
            let read: MediaType = serde_json::from_value(serde_json::json!(kind)).unwrap();
            assert_eq!(read, *kind);
        }
        for (name, kind) in [
            ("IMAGE/JPG", MediaType::Jpeg),
            ("audio/webm;codecs=opus", MediaType::Webm),
            (" audio/mp3 ", MediaType::Mp3),
            ("audio/x-m4a", MediaType::Mp4),
        ] {
            assert_eq!(MediaType::parse(name), Some(kind), "{name}");
        }
        for name in ["", "image", "image/svg+xml", "video/mp4", "text/plain", "image/png2"] {
            assert_eq!(MediaType::parse(name), None, "{name}");
        }
    }

    #[test]
    fn each_type_is_known_by_its_first_bytes_and_by_no_others() {
        let samples: [(&[MediaType], &[u8]); 17] = [
            (&[MediaType::Png], b"\x89PNG\r\n\x1a\n\0\0"),
            (&[MediaType::Jpeg], b"\xff\xd8\xff\xe0\0\x10JFIF"),
            (&[MediaType::Webp], b"RIFF\x10\0\0\0WEBPVP8 "),
            (&[MediaType::Gif], b"GIF89a\x01\0"),
            (&[MediaType::Heic, MediaType::Heif], b"\0\0\0\x18ftypheic\0\0\0\0"),
            (&[MediaType::Heic, MediaType::Heif], b"\0\0\0\x18ftypmif1\0\0\0\0"),
            (&[MediaType::Wav], b"RIFF\x24\0\0\0WAVEfmt "),
            (&[MediaType::Mp3, MediaType::Aac], b"ID3\x04\0\0"),
            (&[MediaType::Mp3], b"\xff\xfb\x90\x44"),
            (&[MediaType::Aac], b"\xff\xf1\x50\x80"),
            (&[MediaType::Ogg], b"OggS\0\x02"),
            (&[MediaType::Flac], b"fLaC\0\0\0\x22"),
            (&[MediaType::Aiff], b"FORM\0\0\0\x10AIFFCOMM"),
            (&[MediaType::Mp4], b"\0\0\0\x20ftypM4A \0\0\0\0"),
            (&[MediaType::Webm], b"\x1a\x45\xdf\xa3\x9f"),
            (&[], b""),
            (&[], b"<svg xmlns=\"http://www.w3.org/2000/svg\">"),
        ];
        for (kinds, bytes) in samples {
            for kind in MediaType::ALL {
                assert_eq!(kind.agrees_with(bytes), kinds.contains(kind), "{kind:?} {bytes:?}");
            }
        }
    }

    #[test]
    fn an_id_is_the_hash_and_bytes_are_never_shown() {
        let id = MediaId::of(b"abc");
        assert_eq!(id.as_str(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(MediaId::parse(&id.as_str().to_uppercase()).unwrap(), id);
        for bad in ["", "ba78", &"g".repeat(64), &"가".repeat(22)] {
            assert!(MediaId::parse(bad).is_err());
        }
        assert_eq!(format!("{:?}", MediaBytes::from(b"secret".to_vec())), "6 bytes");
    }
}
