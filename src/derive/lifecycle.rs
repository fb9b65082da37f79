//! stub
pub(crate) fn is_supported(_: &str, _: &str, _: crate::model::Time) -> bool {
    true
}
