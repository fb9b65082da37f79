//! A document as read: the object with its line, and the elements of its `items`, each with a line of its own.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// A value and the line of the file on which it starts.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) line: u32,
    pub(super) shape: Shape,
}

/// Lines are kept where objects may stand: at the root, in arrays there, and in `items`.
#[derive(Debug)]
pub(super) enum Shape {
    /// A map; its `items` stand apart.
    Object { fields: Map<String, Value>, items: Option<Box<Node>> },
    /// An array of what may be objects.
    Array(Vec<Node>),
    /// Anything else.
    Scalar(Value),
}

/// The key whose elements may be objects.
const ITEMS: &str = "items";

impl Shape {
    /// The plain value, for what turned out not to hold objects.
    pub(super) fn into_value(self) -> Value {
        match self {
            Self::Object { mut fields, items } => {
                if let Some(items) = items {
                    fields.insert(ITEMS.to_owned(), items.shape.into_value());
                }
                Value::Object(fields)
            }
            Self::Array(nodes) => Value::Array(nodes.into_iter().map(|node| node.shape.into_value()).collect()),
            Self::Scalar(value) => value,
        }
    }
}

/// Reads a shape; `S` reads the nodes in it and knows, for its format, how to tell the line of each.
pub(super) struct ShapeVisitor<S>(pub(super) S);

impl<'de, S> ShapeVisitor<S>
where
    S: Copy + DeserializeSeed<'de, Value = Node>,
{
    /// Reads a shape from `deserializer`.
    pub(super) fn read<D: Deserializer<'de>>(self, deserializer: D) -> Result<Shape, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, S> Visitor<'de> for ShapeVisitor<S>
where
    S: Copy + DeserializeSeed<'de, Value = Node>,
{
    type Value = Shape;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a document")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Shape, A::Error> {
        let mut fields = Map::new();
        let mut items = None;
        while let Some(key) = map.next_key::<String>()? {
            if key == ITEMS {
                items = Some(Box::new(map.next_value_seed(self.0)?));
            } else {
                fields.insert(key, map.next_value()?);
            }
        }
        Ok(Shape::Object { fields, items })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Shape, A::Error> {
        let mut nodes = Vec::new();
        while let Some(node) = seq.next_element_seed(self.0)? {
            nodes.push(node);
        }
        Ok(Shape::Array(nodes))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Shape, E> {
        Ok(Shape::Scalar(value.into()))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Shape, E> {
        Ok(Shape::Scalar(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Shape, E> {
        Ok(Shape::Scalar(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Shape, E> {
        Ok(Shape::Scalar(value.into()))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Shape, E> {
        Ok(Shape::Scalar(value.into()))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Shape, E> {
        Ok(Shape::Scalar(value.into()))
    }

    fn visit_unit<E: Error>(self) -> Result<Shape, E> {
        Ok(Shape::Scalar(Value::Null))
    }
}
