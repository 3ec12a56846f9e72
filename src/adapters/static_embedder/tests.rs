//! The project's own format, and the embedder over it.

mod lazy;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{FusionHint, StaticModel, fmn::MAGIC};
use crate::{Error, ErrorCode};

/// A small model: four words of two meanings, in two languages.
pub(super) struct Maker {
    pub(super) header: Value,
    pieces: Vec<(&'static str, u16)>,
    factors: Vec<f32>,
    rows: Vec<u8>,
}

impl Maker {
    pub(super) fn new() -> Self {
        let pieces = vec![
            ("▁cat", 2_048),
            ("▁고양이", 2_048),
            ("▁tax", 2_048),
            ("▁세금", 2_048),
            ("▁", 4_096),
            ("s", 5_120),
        ];
        // Two dimensions in halves of a byte: the first is about animals.
        let rows = vec![0x8f, 0x7f, 0xf8, 0xe8, 0x88, 0x88];
        let header = json!({
            "name": "tiny", "dims": 2, "pieces": 6, "bits": 4, "normalizer": "nfkc", "lowercase": true, "space": "▁",
            "unknownPenalty": -12.0, "languages": ["en", "ko"], "license": "Apache-2.0", "source": "made by a test",
        });
        Self { header, pieces, factors: vec![0.5, 0.5, 1.0, 1.0, 0.1, 0.1], rows }
    }

    pub(super) fn file(&self) -> Vec<u8> {
        let texts: Vec<u8> =
            self.pieces.iter().flat_map(|(p, _)| [&[p.len() as u8], p.as_bytes()].concat()).collect();
        let header = self.header.to_string();
        let mut file = MAGIC.to_vec();
        file.extend((header.len() as u32).to_le_bytes());
        file.extend(header.as_bytes());
        file.extend((texts.len() as u32).to_le_bytes());
        file.extend(texts);
        file.extend(self.pieces.iter().flat_map(|(_, score)| score.to_le_bytes()));
        file.extend(self.factors.iter().flat_map(|factor| factor.to_le_bytes()));
        file.extend(&self.rows);
        sealed(file)
    }
}

fn sealed(mut file: Vec<u8>) -> Vec<u8> {
    let sum = crc32fast::hash(&file);
    file.extend(sum.to_le_bytes());
    file
}

fn refused(file: Vec<u8>) -> Error {
    let error = StaticModel::from_fmn(file).map(drop).unwrap_err();
    assert_eq!(error.code(), ErrorCode::ModelCorrupt);
    error
}

fn cosine(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[test]
fn texts_of_one_meaning_are_near_in_any_language() {
    let model = StaticModel::from_fmn(Maker::new().file()).unwrap();
    let of = |text: &str| model.embed(text).unwrap();
    assert_eq!((model.name(), model.dims(), model.fusion()), ("tiny", 2, None));
    assert_eq!(model.tokens("Cats  세금!"), [0, 5, 3]);
    assert!(cosine(&of("Two CATS"), &of("고양이")) > 0.98);
    assert!(cosine(&of("two cats"), &of("세금")) < 0.2);
    assert!((cosine(&of("cat tax"), &of("cat tax")) - 1.0).abs() < 1e-6, "length 1");
}

#[test]
fn a_text_the_model_knows_nothing_of_has_no_vector() {
    let model = StaticModel::from_fmn(Maker::new().file()).unwrap();
    for text in ["", "   ", "🙂🙂", "\0", "▁", "zzz"] {
        assert_eq!(model.embed(text), None, "{text:?}");
    }
    let long = "고양이".repeat(12_000);
    assert!(model.embed(&long).is_some(), "100 kB without a space");
    assert!(model.embed(&"🙂".repeat(25_000)).is_none());
}

#[test]
fn eight_bits_and_hints_are_read() {
    let mut maker = Maker::new();
    maker.header["bits"] = json!(8);
    maker.header["fusion"] = json!({ "words": 0.4, "cosineLow": 0.1, "cosineHigh": 0.9 });
    maker.rows = vec![127, 0, 127, 0, 0, 129, 0, 129, 0, 0, 0, 0];
    let model = StaticModel::from_fmn(maker.file()).unwrap();
    assert_eq!(model.embed("cat").unwrap(), [1.0, 0.0]);
    assert_eq!(model.embed("세금").unwrap(), [0.0, -1.0]);
    assert_eq!(model.fusion(), Some(FusionHint { words: 0.4, cosine_low: 0.1, cosine_high: 0.9 }));
}

#[test]
fn every_truncation_and_every_flipped_bit_is_noticed() {
    let file = Maker::new().file();
    for length in 0..file.len() {
        refused(file[..length].to_vec());
    }
    for bit in 0..file.len() * 8 {
        let mut bad = file.clone();
        bad[bit / 8] ^= 1 << (bit % 8);
        refused(bad);
    }
    refused([file.as_slice(), &[0]].concat());
    assert!(refused(b"FMNMODL2".to_vec()).message().contains("known version"));
}

#[test]
fn a_header_that_does_not_fit_is_refused() {
    let with = |key: &str, value: Value| {
        let mut maker = Maker::new();
        maker.header[key] = value;
        maker.file()
    };
    for dims in [json!(0), json!(5), json!(-2), json!(2.5), json!(4_097), json!(u64::MAX), json!("2")] {
        refused(with("dims", dims));
    }
    for pieces in [json!(0), json!(5), json!(7), json!(1_u64 << 40), json!(u64::MAX)] {
        refused(with("pieces", pieces));
    }
    for (key, value) in [
        ("bits", json!(3)),
        ("bits", json!(8)),
        ("normalizer", json!("nfc")),
        ("space", json!(" ")),
        ("name", json!("")),
        ("unknownPenalty", json!(null)),
        ("fusion", json!({ "words": 2, "cosineLow": 0.1, "cosineHigh": 0.9 })),
        ("fusion", json!({ "words": 0.5, "cosineLow": 0.9, "cosineHigh": 0.1 })),
    ] {
        refused(with(key, value));
    }
}

#[test]
fn absurd_lengths_allocate_nothing() {
    let header = r#"{"name":"x","dims":4096,"pieces":1000000000,"bits":8,"normalizer":"nfkc","space":"▁","unknownPenalty":0}"#;
    for (header_length, piece_bytes) in
        [(header.len() as u32, u32::MAX), (header.len() as u32, 9), (u32::MAX, 0)]
    {
        let mut file = MAGIC.to_vec();
        file.extend(header_length.to_le_bytes());
        file.extend(header.as_bytes());
        file.extend(piece_bytes.to_le_bytes());
        file.extend([1; 9]);
        refused(sealed(file));
    }
}

#[test]
fn pieces_and_factors_that_make_no_sense_are_refused() {
    let mut twice = Maker::new();
    twice.pieces[1].0 = "▁cat";
    refused(twice.file());
    let mut empty = Maker::new();
    empty.pieces[1].0 = "";
    refused(empty.file());
    for factor in [f32::NAN, f32::INFINITY, -1.0] {
        let mut maker = Maker::new();
        maker.factors[0] = factor;
        refused(maker.file());
    }
}

proptest! {
    /// A file whose checksum is right may still hold anything.
    #[test]
    fn any_body_with_a_right_checksum_is_read_or_refused(body in prop::collection::vec(any::<u8>(), 0..200), at in 0_usize..300, byte: u8) {
        let _ = StaticModel::from_fmn(sealed([MAGIC.as_slice(), &body].concat()));
        let mut file = Maker::new().file();
        file.truncate(file.len() - 4);
        if let Some(place) = file.get_mut(at) {
            *place = byte;
        }
        if let Ok(model) = StaticModel::from_fmn(sealed(file)) {
            let _ = model.embed("cats and 세금");
        }
    }

    #[test]
    fn any_text_has_a_vector_of_length_1_or_none(text in any::<String>()) {
        let model = StaticModel::from_fmn(Maker::new().file()).unwrap();
        if let Some(vector) = model.embed(&text) {
            prop_assert!((cosine(&vector, &vector) - 1.0).abs() < 1e-5);
        }
        prop_assert_eq!(model.embed(&text), model.embed(&text), "what one call leaves behind changes nothing");
    }
}
