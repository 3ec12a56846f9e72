//! model2vec's files, made by hand, and what must be refused of them.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::StaticModel;
use crate::ErrorCode;

/// A safetensors file of named tensors: type, shape, bytes.
fn safetensors(tensors: &[(&str, &str, Vec<usize>, Vec<u8>)]) -> Vec<u8> {
    let (mut header, mut data) = (json!({ "__metadata__": { "format": "pt" } }), Vec::new());
    for (name, dtype, shape, bytes) in tensors {
        let start = data.len();
        data.extend(bytes);
        header[name] = json!({ "dtype": dtype, "shape": shape, "data_offsets": [start, data.len()] });
    }
    let header = header.to_string();
    [&(header.len() as u64).to_le_bytes(), header.as_bytes(), &data].concat()
}

fn floats(numbers: &[f32]) -> Vec<u8> {
    numbers.iter().flat_map(|x| x.to_le_bytes()).collect()
}

fn bert() -> Value {
    json!({
        "normalizer": { "type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": null, "lowercase": true },
        "pre_tokenizer": { "type": "BertPreTokenizer" },
        "model": { "type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 10,
            "vocab": { "[UNK]": 0, "cafe": 1, "un": 2, "##able": 3, "##ab": 4, "!": 5, "日": 6 } },
    })
}

fn unigram() -> Value {
    json!({
        "normalizer": { "type": "Sequence", "normalizers": [
            { "type": "Precompiled", "precompiled_charsmap": "AAAA" },
            { "type": "Replace", "pattern": { "Regex": " {2,}" }, "content": " " } ] },
        "pre_tokenizer": { "type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": true },
        "model": { "type": "Unigram", "unk_id": 0, "byte_fallback": false,
            "vocab": [["<unk>", 0.0], ["▁서울", -4.0], ["에서", -3.0], ["▁", -5.0], ["a", -6.0], ["▁a", -2.0], ["▁a", -1.0]] },
    })
}

fn read(safetensors: &[u8], tokenizer: &Value) -> crate::Result<StaticModel> {
    StaticModel::from_model2vec(safetensors, tokenizer.to_string().as_bytes())
}

fn seven() -> Vec<u8> {
    safetensors(&[("embeddings", "F32", vec![7, 2], floats(&[1.0; 14]))])
}

#[test]
fn word_pieces_are_those_of_bert() {
    let model = read(&seven(), &bert()).unwrap();
    assert_eq!(
        model.tokens("Café, unable!!"),
        [1, 2, 3, 5, 5],
        "folded; the longest continuation; the comma is unknown"
    );
    assert_eq!(model.tokens("unabl"), Vec::<u32>::new(), "a word is known to its end or not at all");
    assert_eq!(model.tokens("日cafe"), [6, 1]);
    assert_eq!(model.tokens("unablecafe cafecafecafe"), Vec::<u32>::new());
    assert_eq!(model.tokens(&"! ".repeat(2_000)).len(), 512);
}

#[test]
fn unigrams_are_those_of_sentence_piece() {
    let model = read(&seven(), &unigram()).unwrap();
    assert_eq!(model.tokens("서울에서   a"), [1, 2, 5]);
    assert_eq!(model.tokens("q"), [3], "the unknown token is left out");
    assert_eq!(model.tokens(""), Vec::<u32>::new());
}

#[test]
fn weights_and_mappings_of_every_width_count() {
    let table = ("embeddings", "I8", vec![2, 2], vec![3, 4, 252, 3]);
    let wide: Vec<u8> = [0_i64, 0, 1, 0, 0, 0, 0].iter().flat_map(|x| x.to_le_bytes()).collect();
    let narrow: Vec<u8> = [0_i32, 0, 1, 0, 0, 0, 0].iter().flat_map(|x| x.to_le_bytes()).collect();
    let double: Vec<u8> =
        [1.0_f64, 2.0, 1.0, 1.0, 1.0, 1.0, 1.0].iter().flat_map(|x| x.to_le_bytes()).collect();
    for mapping in [("mapping", "I64", vec![7], wide), ("mapping", "I32", vec![7], narrow)] {
        let file = safetensors(&[table.clone(), mapping, ("weights", "F64", vec![7], double.clone())]);
        let model = read(&file, &unigram()).unwrap();
        // 2 × (3, 4) + (-4, 3) = (2, 11)
        let length = 125.0_f32.sqrt();
        let vector = model.embed("서울에서").unwrap();
        assert!((vector[0] - 2.0 / length).abs() < 1e-6 && (vector[1] - 11.0 / length).abs() < 1e-6);
        assert_eq!(model.embed("🙂"), model.embed("▁"), "only the space is known of it");
    }
    let half = safetensors(&[(
        "embeddings",
        "F16",
        vec![7, 1],
        [0x3c00_u16; 7].iter().flat_map(|x| x.to_le_bytes()).collect(),
    )]);
    assert_eq!(read(&half, &bert()).unwrap().embed("cafe").unwrap(), [1.0]);
}

#[test]
fn files_that_do_not_fit_are_refused() {
    let far: Vec<u8> = [9_i64; 7].iter().flat_map(|x| x.to_le_bytes()).collect();
    let below: Vec<u8> = [-1_i32; 7].iter().flat_map(|x| x.to_le_bytes()).collect();
    let table = || ("embeddings", "F32", vec![7, 2], floats(&[1.0; 14]));
    let bad = [
        vec![],
        b"{}".to_vec(),
        u64::MAX.to_le_bytes().to_vec(),
        safetensors(&[]),
        safetensors(&[("embeddings", "F32", vec![7, 3], floats(&[1.0; 14]))]),
        safetensors(&[("embeddings", "F32", vec![usize::MAX, 8], floats(&[1.0; 14]))]),
        safetensors(&[("embeddings", "F32", vec![14], floats(&[1.0; 14]))]),
        safetensors(&[("embeddings", "F32", vec![6, 2], floats(&[1.0; 12]))]),
        safetensors(&[("embeddings", "BF16", vec![14, 2], floats(&[1.0; 14]))]),
        safetensors(&[table(), ("mapping", "I64", vec![7], far)]),
        safetensors(&[table(), ("mapping", "I32", vec![7], below)]),
        safetensors(&[table(), ("weights", "F32", vec![6], floats(&[1.0; 6]))]),
        safetensors(&[table(), ("weights", "F32", vec![7], floats(&[f32::NAN; 7]))]),
    ];
    for (n, file) in bad.iter().enumerate() {
        let error = read(file, &bert()).err().unwrap_or_else(|| panic!("file {n} was taken"));
        assert_eq!(error.code(), ErrorCode::ModelCorrupt);
    }
    let file = seven();
    for length in 0..file.len() {
        assert!(read(&file[..length], &bert()).is_err());
    }
    for (step, value) in [
        ("normalizer", json!({ "type": "Unheard" })),
        ("normalizer", json!({ "type": "Replace", "pattern": { "Regex": "[a-z]+" }, "content": "" })),
        ("pre_tokenizer", json!({ "type": "ByteLevel" })),
        ("model", json!({ "type": "BPE", "vocab": {}, "merges": [] })),
    ] {
        let mut tokenizer = bert();
        tokenizer[step] = value;
        assert_eq!(read(&file, &tokenizer).err().unwrap().code(), ErrorCode::ModelCorrupt);
    }
    assert!(StaticModel::from_model2vec(&file, b"not json").is_err());
}

proptest! {
    #[test]
    fn any_text_is_taken(text in any::<String>()) {
        for tokenizer in [bert(), unigram()] {
            let model = read(&seven(), &tokenizer).unwrap();
            prop_assert!(model.tokens(&text).iter().all(|id| *id != 0 && *id < 7));
        }
    }

    #[test]
    fn any_changed_byte_is_taken_or_refused(at in 0_usize..200, byte: u8) {
        let mut file = seven();
        if let Some(place) = file.get_mut(at) {
            *place = byte;
        }
        if let Ok(model) = read(&file, &bert()) {
            let _ = model.embed("café unable");
        }
    }
}
