//! Ids: UUIDs of version 7 (RFC 9562), so that they sort by the time they were made.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::{Builder, Uuid};

use super::time::Timestamp;
use crate::{Error, Result};

macro_rules! id {
    ($(#[doc = $doc:literal])+ $name:ident) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// A new id from the time and ten random bytes.
            pub fn new(now: Timestamp, random: &[u8; 10]) -> Self {
                Self(uuid_v7(now, random))
            }

            /// Parses an id given by a caller: any UUID, in any of its usual spellings.
            pub fn parse(text: &str) -> Result<Self> {
                let uuid = Uuid::try_parse(text)
                    .map_err(|_| Error::invalid_input("an id must be a UUID, as returned by this library"))?;
                Ok(Self(uuid.hyphenated().to_string()))
            }

            /// The id as a number; none for what was stored by something else and is no UUID.
            pub fn number(&self) -> Option<u128> {
                Uuid::try_parse(&self.0).ok().map(|uuid| uuid.as_u128())
            }

            /// The id as text: 36 characters, lower case.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id! {
    /// Names a memory for all its life: an update keeps the id and opens a new version.
    MemoryId
}
id! {
    /// Names one decision in a memory's history.
    EventId
}
id! {
    /// Names one message of a conversation.
    MessageId
}

fn uuid_v7(now: Timestamp, random: &[u8; 10]) -> String {
    let ms = u64::try_from(now.millis()).unwrap_or(0);
    Builder::from_unix_timestamp_millis(ms, random).into_uuid().hyphenated().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_time_and_parse_back() {
        let at = |ms| MemoryId::new(Timestamp::from_millis(ms).unwrap(), &[7; 10]);
        assert!(at(1_000) < at(2_000));
        assert_eq!(MemoryId::parse(at(5).as_str()).unwrap(), at(5));
        assert_eq!(MemoryId::parse(&at(5).as_str().to_uppercase()).unwrap(), at(5));
        for bad in ["", "1", "not a uuid", "../../etc", "💥"] {
            assert!(MemoryId::parse(bad).is_err(), "{bad}");
        }
    }
}
