//! Addresses and networks: `ip('10.0.0.1')`, `cidr('10.0.0.0/8')` and what can be asked of them.

use std::any::Any;
use std::net::IpAddr;

use cel::common::types::{CelBool, CelInt, CelString, Type};
use cel::common::value::{StaticVal, Val};
use cel::{DeclarationError, Env, ExecutionError};

use super::text;

static IP_TYPE: Type = Type::new_unspecified_type("net.IP");
static CIDR_TYPE: Type = Type::new_unspecified_type("net.CIDR");

/// An address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ip(IpAddr);

/// A network; the address may have bits outside of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cidr {
    address: IpAddr,
    length: u8,
}

impl Ip {
    /// No IPv4-mapped IPv6 addresses, as in Kubernetes: they are two spellings of one address.
    fn parse(text: &str) -> Option<Self> {
        let address: IpAddr = text.parse().ok()?;
        let mapped = matches!(address, IpAddr::V6(v6) if v6.to_ipv4_mapped().is_some());
        (!mapped).then_some(Self(address))
    }
}

impl Cidr {
    fn parse(text: &str) -> Option<Self> {
        let (address, length) = text.split_once('/')?;
        let Ip(address) = Ip::parse(address)?;
        let plain = length.bytes().all(|b| b.is_ascii_digit()) && !(length.len() > 1 && length.starts_with('0'));
        let length: u8 = plain.then(|| length.parse().ok()).flatten()?;
        (length <= width(address)).then_some(Self { address, length })
    }

    fn network(self) -> u128 {
        masked(self.address, self.length)
    }

    fn contains(self, address: IpAddr) -> bool {
        self.address.is_ipv4() == address.is_ipv4() && masked(address, self.length) == self.network()
    }
}

fn width(address: IpAddr) -> u8 {
    if address.is_ipv4() { 32 } else { 128 }
}

fn bits(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(v4) => u32::from(v4).into(),
        IpAddr::V6(v6) => v6.into(),
    }
}

fn masked(address: IpAddr, length: u8) -> u128 {
    let host = u32::from(width(address).saturating_sub(length));
    bits(address).checked_shr(host).and_then(|network| network.checked_shl(host)).unwrap_or(0)
}

/// An address or network as text.
pub(super) fn shown(value: &dyn Val) -> Option<String> {
    let ip = value.downcast_ref::<Ip>().map(|ip| ip.0.to_string());
    ip.or_else(|| value.downcast_ref::<Cidr>().map(|cidr| format!("{}/{}", cidr.address, cidr.length)))
}

impl Val for Ip {
    fn get_type(&self) -> &Type {
        &IP_TYPE
    }

    fn cel_type() -> &'static Type {
        &IP_TYPE
    }

    fn equals(&self, other: &dyn Val) -> bool {
        other.downcast_ref::<Self>() == Some(self)
    }

    fn clone_as_boxed<'v>(&self) -> Box<dyn Val + 'v> {
        Box::new(*self)
    }

    fn as_any(&self) -> Option<&dyn Any> {
        Some(self)
    }
}

impl StaticVal for Ip {}

impl Val for Cidr {
    fn get_type(&self) -> &Type {
        &CIDR_TYPE
    }

    fn cel_type() -> &'static Type {
        &CIDR_TYPE
    }

    fn equals(&self, other: &dyn Val) -> bool {
        other.downcast_ref::<Self>() == Some(self)
    }

    fn clone_as_boxed<'v>(&self) -> Box<dyn Val + 'v> {
        Box::new(*self)
    }

    fn as_any(&self) -> Option<&dyn Any> {
        Some(self)
    }
}

impl StaticVal for Cidr {}

fn ip(spelling: &CelString<'_>) -> Result<Ip, ExecutionError> {
    let wrong = || ExecutionError::function_error("ip", format!("`{}` is no IP address", text(spelling)));
    Ip::parse(text(spelling)).ok_or_else(wrong)
}

fn cidr(spelling: &CelString<'_>) -> Result<Cidr, ExecutionError> {
    let wrong = || ExecutionError::function_error("cidr", format!("`{}` is no network", text(spelling)));
    Cidr::parse(text(spelling)).ok_or_else(wrong)
}

fn is_ip(spelling: &CelString<'_>) -> CelBool {
    CelBool::from(ip(spelling).is_ok())
}

fn is_cidr(spelling: &CelString<'_>) -> CelBool {
    CelBool::from(cidr(spelling).is_ok())
}

fn family(ip: &Ip) -> CelInt {
    CelInt::from(if ip.0.is_ipv4() { 4 } else { 6 })
}

fn is_unspecified(ip: &Ip) -> CelBool {
    CelBool::from(ip.0.is_unspecified())
}

fn is_loopback(ip: &Ip) -> CelBool {
    CelBool::from(ip.0.is_loopback())
}

fn link_local_multicast(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(v4) => matches!(v4.octets(), [224, 0, 0, _]),
        IpAddr::V6(v6) => v6.segments().first().is_some_and(|first| first & 0xff0f == 0xff02),
    }
}

fn link_local_unicast(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(v4) => v4.is_link_local(),
        IpAddr::V6(v6) => v6.is_unicast_link_local(),
    }
}

fn is_link_local_multicast(ip: &Ip) -> CelBool {
    CelBool::from(link_local_multicast(ip.0))
}

fn is_link_local_unicast(ip: &Ip) -> CelBool {
    CelBool::from(link_local_unicast(ip.0))
}

/// As Go means it: private addresses included.
fn is_global_unicast(ip: &Ip) -> CelBool {
    let broadcast = matches!(ip.0, IpAddr::V4(v4) if v4.is_broadcast());
    let other = ip.0.is_unspecified() || ip.0.is_loopback() || ip.0.is_multicast() || link_local_unicast(ip.0);
    CelBool::from(!broadcast && !other)
}

fn contains_ip(network: &Cidr, ip: &Ip) -> CelBool {
    CelBool::from(network.contains(ip.0))
}

fn contains_ip_text(network: &Cidr, spelling: &CelString<'_>) -> Result<CelBool, ExecutionError> {
    ip(spelling).map(|ip| contains_ip(network, &ip))
}

fn contains_cidr(network: &Cidr, inner: &Cidr) -> CelBool {
    CelBool::from(inner.length >= network.length && network.contains(inner.address))
}

fn contains_cidr_text(network: &Cidr, spelling: &CelString<'_>) -> Result<CelBool, ExecutionError> {
    cidr(spelling).map(|inner| contains_cidr(network, &inner))
}

fn cidr_ip(network: &Cidr) -> Ip {
    Ip(network.address)
}

fn cidr_masked(network: &Cidr) -> Cidr {
    let address = match network.address {
        IpAddr::V4(_) => IpAddr::V4(u32::try_from(network.network()).unwrap_or_default().into()),
        IpAddr::V6(_) => IpAddr::V6(network.network().into()),
    };
    Cidr { address, length: network.length }
}

fn prefix_length(network: &Cidr) -> CelInt {
    CelInt::from(i64::from(network.length))
}

pub(super) fn declare(env: &mut Env) -> Result<(), DeclarationError> {
    cel::add_overload!(env, fn ip: (CelString) -> Result<Ip>)?;
    cel::add_overload!(env, fn is_ip: (CelString) -> CelBool, name = "isIP")?;
    cel::add_overload!(env, fn cidr: (CelString) -> Result<Cidr>)?;
    cel::add_overload!(env, fn is_cidr: (CelString) -> CelBool, name = "isCIDR")?;
    cel::add_member_overload!(env, fn family: (Ip) -> CelInt)?;
    cel::add_member_overload!(env, fn is_unspecified: (Ip) -> CelBool)?;
    cel::add_member_overload!(env, fn is_loopback: (Ip) -> CelBool)?;
    cel::add_member_overload!(env, fn is_link_local_multicast: (Ip) -> CelBool)?;
    cel::add_member_overload!(env, fn is_link_local_unicast: (Ip) -> CelBool)?;
    cel::add_member_overload!(env, fn is_global_unicast: (Ip) -> CelBool)?;
    cel::add_member_overload!(env, fn contains_ip: (Cidr, Ip) -> CelBool, name = "containsIP")?;
    cel::add_member_overload!(env, fn contains_ip_text: (Cidr, CelString) -> Result<CelBool>, name = "containsIP")?;
    cel::add_member_overload!(env, fn contains_cidr: (Cidr, Cidr) -> CelBool, name = "containsCIDR")?;
    cel::add_member_overload!(env, fn contains_cidr_text: (Cidr, CelString) -> Result<CelBool>, name = "containsCIDR")?;
    cel::add_member_overload!(env, fn cidr_ip: (Cidr) -> Ip, name = "ip")?;
    cel::add_member_overload!(env, fn cidr_masked: (Cidr) -> Cidr, name = "masked")?;
    cel::add_member_overload!(env, fn prefix_length: (Cidr) -> CelInt)
}
