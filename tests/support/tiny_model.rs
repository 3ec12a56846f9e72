//! A static model of two meanings in two languages, as a file, and a source of it that may fail.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use forgetmenot::{
    Error, ErrorCode,
    adapters::static_embedder::{ModelFiles, ModelSource},
    ports::{EmbeddingSpace, PortFuture},
};
use serde_json::json;

/// Animals lie in one direction, taxes in the other; what else there is, the model does not know.
pub(crate) fn file(name: &str) -> Vec<u8> {
    let pieces = ["▁cat", "▁pet", "▁고양이", "▁tax", "▁invoice", "▁세금"];
    let rows: [u8; 6] = [0x8f, 0x8f, 0x8e, 0xf8, 0xf8, 0xe8];
    let header = json!({
        "name": name, "dims": 2, "pieces": pieces.len(), "bits": 4, "normalizer": "nfkc", "lowercase": true, "space": "▁",
        "unknownPenalty": -12.0,
    });
    let texts: Vec<u8> = pieces.iter().flat_map(|p| [&[p.len() as u8], p.as_bytes()].concat()).collect();
    let mut file = b"FMNMODL1".to_vec();
    file.extend((header.to_string().len() as u32).to_le_bytes());
    file.extend(header.to_string().as_bytes());
    file.extend((texts.len() as u32).to_le_bytes());
    file.extend(texts);
    file.extend(pieces.iter().flat_map(|_| 2_048_u16.to_le_bytes()));
    file.extend(pieces.iter().flat_map(|_| 1.0_f32.to_le_bytes()));
    file.extend(rows);
    let sum = crc32fast::hash(&file);
    file.extend(sum.to_le_bytes());
    file
}

/// Where the model is read from.
pub(crate) struct Source {
    /// What the next readings fail with.
    pub(crate) failing: Cell<Option<ErrorCode>>,
    pub(crate) file: RefCell<Vec<u8>>,
    /// Whether its space is known before it is read.
    pub(crate) announced: bool,
    /// How often it was read.
    pub(crate) reads: Cell<usize>,
}

impl Source {
    pub(crate) fn new(name: &str, announced: bool) -> Rc<Self> {
        let file = RefCell::new(file(name));
        Rc::new(Self { failing: Cell::new(None), file, announced, reads: Cell::new(0) })
    }
}

impl ModelSource for Source {
    fn read(&self, _fresh: bool) -> PortFuture<'static, ModelFiles> {
        self.reads.set(self.reads.get() + 1);
        let answer = match self.failing.get() {
            Some(code) => Err(Error::new(code, "scripted failure")),
            None => Ok(ModelFiles::Fmn(self.file.borrow().clone())),
        };
        Box::pin(async move { answer })
    }

    fn sha256(&self) -> Option<[u8; 32]> {
        None
    }

    fn space(&self) -> Option<EmbeddingSpace> {
        let file = ModelFiles::Fmn(self.file.borrow().clone());
        let short: String = file.digest().iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        let space = EmbeddingSpace { provider: "static".into(), model: format!("tiny-{short}"), dims: 2 };
        self.announced.then_some(space)
    }
}
