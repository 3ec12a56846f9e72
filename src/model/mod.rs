//! The nouns: ids, scopes, messages, memories as version chains, events, filters, plans, the graph's nodes and edges. No async, no trait object.

pub mod event;
pub mod filter;
pub mod graph;
pub mod ids;
pub mod media;
pub mod memory;
pub mod message;
pub mod plan;
pub mod scope;
pub mod time;

pub use event::{Event, Op};
pub use filter::Filter;
pub use graph::{Entity, Relation};
pub use ids::{EventId, MemoryId, MessageId};
pub use media::{Attached, Media, MediaBytes, MediaId, MediaNote, MediaType};
pub use memory::{Evidence, Kind, Memory, Metadata, Version};
pub use message::{Message, Role};
pub use plan::{Change, Plan};
pub use scope::Scope;
pub use time::Timestamp;
