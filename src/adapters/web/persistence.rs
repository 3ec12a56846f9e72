//! Whether the browser may evict what the origin stored. Every step is optional: workerd, Node and some WebKit
//! builds have no `navigator.storage`.

use js_sys::{Function, Promise, Reflect, global};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Asks the browser to keep the origin's data. Firefox asks its user, so call it after the first visible benefit.
pub async fn request() -> bool {
    ask("persist").await.is_some_and(|kept| kept.is_truthy())
}

/// Whether the origin's data is safe from eviction; none where the runtime does not say.
pub async fn granted() -> Option<bool> {
    ask("persisted").await.map(|kept| kept.is_truthy())
}

/// Bytes used and granted to the origin, as the browser guesses them; none where it does not say.
pub async fn estimate() -> Option<(u64, u64)> {
    let estimate = ask("estimate").await?;
    let bytes = |name: &str| Some(Reflect::get(&estimate, &name.into()).ok()?.as_f64()? as u64);
    Some((bytes("usage")?, bytes("quota")?))
}

/// `await navigator.storage?.[method]?.()`, none if any step is missing or fails.
async fn ask(method: &str) -> Option<JsValue> {
    let field = |of: &JsValue, name: &str| {
        Reflect::get(of, &name.into()).ok().filter(|found| !found.is_undefined() && !found.is_null())
    };
    let storage = field(&field(&global(), "navigator")?, "storage")?;
    let method: Function = field(&storage, method)?.dyn_into().ok()?;
    let answer: Promise = method.call0(&storage).ok()?.dyn_into().ok()?;
    JsFuture::from(answer).await.ok()
}
