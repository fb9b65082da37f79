//! stub
/// stub
pub struct Quantity(String);
impl From<&str> for Quantity {
    fn from(t: &str) -> Self {
        Self(t.to_owned())
    }
}
impl Quantity {
    /// x
    pub fn milli(&self) -> Option<i64> {
        self.0.parse().ok()
    }
    /// x
    pub fn units(&self) -> Option<i64> {
        self.0.parse().ok()
    }
}
