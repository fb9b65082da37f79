//! Turns anything that serialises into a [`Value`] tree, and keeps what the model's own types mean.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::ser::{
    self, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant,
};

use super::value::{Items, Value};
use crate::model::known::KNOWN;
use crate::model::time::{SECONDS, TIME};
use crate::model::{Gap, Ignorance};

/// The name under which `model::Listing` presents itself.
const LISTING: &str = "Listing";

/// A fact that cannot be written down as a tree: a bug of the fact's type.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a fact does not serialise: {0}")]
pub struct Unserializable(String);

impl ser::Error for Unserializable {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

type Made = Result<Option<Value>, Unserializable>;

/// The serializer. `None` is what `Option::None` gives: the key is left out.
pub(super) struct ToValue;

/// The entries of a list, tuple or tuple variant.
pub(super) struct ListMaker {
    variant: Option<&'static str>,
    items: Vec<Value>,
}

/// The entries of a map, struct or struct variant.
pub(super) struct MapMaker {
    variant: Option<&'static str>,
    key: Option<String>,
    entries: BTreeMap<String, Value>,
    listing: Option<Items>,
}

impl ListMaker {
    fn push<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), Unserializable> {
        self.items.push(item.serialize(ToValue)?.unwrap_or(Value::Null));
        Ok(())
    }

    fn finish(self) -> Made {
        Ok(Some(within(self.variant, Value::list(self.items))))
    }
}

impl MapMaker {
    fn new(variant: Option<&'static str>) -> Self {
        Self { variant, key: None, entries: BTreeMap::new(), listing: None }
    }

    fn insert<T: Serialize + ?Sized>(&mut self, key: String, value: &T) -> Result<(), Unserializable> {
        if let Some(value) = value.serialize(ToValue)? {
            self.entries.insert(key, value);
        }
        Ok(())
    }

    fn finish(self) -> Made {
        let made = match self.listing {
            Some(items) => Value::Listing(Arc::new(items)),
            None => Value::Map(Arc::new(self.entries)),
        };
        Ok(Some(within(self.variant, made)))
    }
}

fn within(variant: Option<&'static str>, value: Value) -> Value {
    match variant {
        Some(variant) => Value::map([(variant.to_owned(), value)]),
        None => value,
    }
}

/// Passes a small part of the model through JSON to get it back typed.
fn typed<T: Serialize + ?Sized, U: serde::de::DeserializeOwned>(data: &T) -> Result<U, Unserializable> {
    serde_json::to_value(data).and_then(serde_json::from_value).map_err(ser::Error::custom)
}

impl ser::Serializer for ToValue {
    type Ok = Option<Value>;
    type Error = Unserializable;
    type SerializeSeq = ListMaker;
    type SerializeTuple = ListMaker;
    type SerializeTupleStruct = ListMaker;
    type SerializeTupleVariant = ListMaker;
    type SerializeMap = MapMaker;
    type SerializeStruct = MapMaker;
    type SerializeStructVariant = MapMaker;

    fn serialize_bool(self, v: bool) -> Made {
        Ok(Some(Value::Bool(v)))
    }

    fn serialize_i8(self, v: i8) -> Made {
        self.serialize_i64(v.into())
    }

    fn serialize_i16(self, v: i16) -> Made {
        self.serialize_i64(v.into())
    }

    fn serialize_i32(self, v: i32) -> Made {
        self.serialize_i64(v.into())
    }

    fn serialize_i64(self, v: i64) -> Made {
        Ok(Some(Value::Int(v)))
    }

    fn serialize_u8(self, v: u8) -> Made {
        self.serialize_i64(v.into())
    }

    fn serialize_u16(self, v: u16) -> Made {
        self.serialize_i64(v.into())
    }

    fn serialize_u32(self, v: u32) -> Made {
        self.serialize_i64(v.into())
    }

    fn serialize_u64(self, v: u64) -> Made {
        // Always `int` in CEL, never `uint`: `replicas - 1` has to work. What does not fit keeps its magnitude.
        Ok(Some(i64::try_from(v).map_or(Value::Double(v as f64), Value::Int)))
    }

    fn serialize_f32(self, v: f32) -> Made {
        self.serialize_f64(v.into())
    }

    fn serialize_f64(self, v: f64) -> Made {
        Ok(Some(Value::Double(v)))
    }

    fn serialize_char(self, v: char) -> Made {
        self.serialize_str(v.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, v: &str) -> Made {
        Ok(Some(Value::text(v)))
    }

    fn serialize_bytes(self, v: &[u8]) -> Made {
        Ok(Some(Value::list(v.iter().map(|byte| Value::Int((*byte).into())))))
    }

    fn serialize_none(self) -> Made {
        Ok(None)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Made {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Made {
        Ok(Some(Value::Null))
    }

    fn serialize_unit_struct(self, _: &'static str) -> Made {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Made {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Made {
        let inner = value.serialize(self)?;
        match (name, inner) {
            (TIME, Some(Value::Text(text))) => {
                text.parse().map(|time| Some(Value::Time(time))).map_err(ser::Error::custom)
            }
            (SECONDS, Some(Value::Int(seconds))) => Ok(Some(Value::Seconds(seconds))),
            (_, inner) => Ok(inner),
        }
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Made {
        if name == KNOWN {
            return Ok(Some(Value::Unknown(Arc::new(typed(value)?))));
        }
        Ok(Some(within(Some(variant), value.serialize(self)?.unwrap_or(Value::Null))))
    }

    fn serialize_seq(self, len: Option<usize>) -> Result<ListMaker, Unserializable> {
        Ok(ListMaker { variant: None, items: Vec::with_capacity(len.unwrap_or(0).min(4096)) })
    }

    fn serialize_tuple(self, len: usize) -> Result<ListMaker, Unserializable> {
        self.serialize_seq(Some(len))
    }

    fn serialize_tuple_struct(self, _: &'static str, len: usize) -> Result<ListMaker, Unserializable> {
        self.serialize_seq(Some(len))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<ListMaker, Unserializable> {
        Ok(ListMaker { variant: Some(variant), items: Vec::new() })
    }

    fn serialize_map(self, _: Option<usize>) -> Result<MapMaker, Unserializable> {
        Ok(MapMaker::new(None))
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<MapMaker, Unserializable> {
        Ok(MapMaker { listing: (name == LISTING).then(Items::default), ..MapMaker::new(None) })
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<MapMaker, Unserializable> {
        Ok(MapMaker::new(Some(variant)))
    }
}

impl SerializeSeq for ListMaker {
    type Ok = Option<Value>;
    type Error = Unserializable;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unserializable> {
        self.push(value)
    }

    fn end(self) -> Made {
        self.finish()
    }
}

impl SerializeTuple for ListMaker {
    type Ok = Option<Value>;
    type Error = Unserializable;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unserializable> {
        self.push(value)
    }

    fn end(self) -> Made {
        self.finish()
    }
}

impl SerializeTupleStruct for ListMaker {
    type Ok = Option<Value>;
    type Error = Unserializable;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unserializable> {
        self.push(value)
    }

    fn end(self) -> Made {
        self.finish()
    }
}

impl SerializeTupleVariant for ListMaker {
    type Ok = Option<Value>;
    type Error = Unserializable;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unserializable> {
        self.push(value)
    }

    fn end(self) -> Made {
        self.finish()
    }
}

impl SerializeMap for MapMaker {
    type Ok = Option<Value>;
    type Error = Unserializable;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unserializable> {
        let key = key.serialize(ToValue)?;
        let text = key.and_then(|key| key.as_key());
        self.key = Some(text.ok_or_else(|| ser::Error::custom("a map key is neither text nor a number"))?);
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unserializable> {
        match self.key.take() {
            Some(key) => self.insert(key, value),
            None => Err(ser::Error::custom("a map value without a key")),
        }
    }

    fn end(self) -> Made {
        self.finish()
    }
}

impl SerializeStruct for MapMaker {
    type Ok = Option<Value>;
    type Error = Unserializable;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Unserializable> {
        let Some(listing) = &mut self.listing else {
            return self.insert(key.to_owned(), value);
        };
        match key {
            "items" => {
                if let Some(Value::List(items)) = value.serialize(ToValue)? {
                    listing.seen = items;
                }
            }
            "gaps" => listing.gaps = typed::<T, Vec<Gap>>(value)?,
            "elsewhere" => listing.elsewhere = typed::<T, Option<Ignorance>>(value)?,
            other => return Err(ser::Error::custom(format!("a listing with a field `{other}`"))),
        }
        Ok(())
    }

    fn end(self) -> Made {
        self.finish()
    }
}

impl SerializeStructVariant for MapMaker {
    type Ok = Option<Value>;
    type Error = Unserializable;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Unserializable> {
        self.insert(key.to_owned(), value)
    }

    fn end(self) -> Made {
        self.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Because, Known, Listing, Seconds, Time};
    use serde::Serialize;

    #[derive(Serialize)]
    struct Fact {
        count: u32,
        huge: u64,
        owner: Option<String>,
        ready: Known<u32>,
        refused: Known<u32>,
        items: Listing<u32>,
        partly: Listing<u32>,
        at: Time,
        every: Seconds,
    }

    #[test]
    fn the_models_types_keep_their_meaning() {
        let forbidden = Ignorance::new(Because::Forbidden, "pods");
        let gap = Gap::of("a", forbidden.clone());
        let fact = Fact {
            count: 3,
            huge: u64::MAX,
            owner: None,
            ready: Known::Yes(2),
            refused: Known::No(forbidden.clone()),
            items: Listing::complete(vec![1]),
            partly: Listing::with_gaps(vec![1], vec![gap.clone()]),
            at: "2026-01-01T00:00:00Z".parse().unwrap(),
            every: Seconds(60),
        };
        let value = Value::of(&fact).unwrap();
        assert_eq!(value.get("count"), Some(&Value::Int(3)));
        assert!(matches!(value.get("huge"), Some(Value::Double(_))));
        assert_eq!(value.get("owner"), None);
        assert_eq!(value.get("ready"), Some(&Value::Int(2)));
        assert_eq!(value.get("refused"), Some(&Value::Unknown(Arc::new(forbidden))));
        assert!(matches!(value.get("items"), Some(Value::Listing(items)) if items.missing().is_none()));
        assert!(matches!(value.get("partly"), Some(Value::Listing(items)) if items.gaps == [gap.clone()]));
        assert!(matches!(value.get("at"), Some(Value::Time(_))));
        assert_eq!(value.get("every"), Some(&Value::Seconds(60)));
    }

    #[test]
    fn an_undetermined_reason_keeps_its_words() {
        let known: Known<u32> = Known::No(Ignorance::undetermined("hpa", "two minutes old"));
        assert!(matches!(Value::of(&known).unwrap(), Value::Unknown(why) if why.to_string().contains("two minutes")));
    }

    #[test]
    fn enums_and_json_become_maps_and_text() {
        #[derive(Serialize)]
        enum Kind {
            Plain,
            With(u32),
        }
        assert_eq!(Value::of(&Kind::Plain).unwrap(), Value::text("Plain"));
        assert_eq!(Value::of(&Kind::With(1)).unwrap(), Value::map([("With".to_owned(), Value::Int(1))]));
        let json = serde_json::json!({"a": [1, null], "b": 1.5});
        assert_eq!(Value::of(&json).unwrap().to_json(), json);
    }
}
