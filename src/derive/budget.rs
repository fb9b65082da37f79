//! stub
use crate::model::int_or_string::IntOrString;
pub(crate) fn blocks_every_drain(_: &Option<IntOrString>, _: &Option<IntOrString>, _: i64) -> bool {
    false
}
