//! What lets people in, and what asks them who they are.

mod gateway;
mod ingress;
mod istio;
mod traefik;

pub use gateway::{
    BackendRef, ExtAuth, Gateway, GatewayClass, HttpRoute, HttpRule, Jwt, Listener, ParentRef, PathMatch, PolicyTarget,
    SecurityPolicy, TargetSelector,
};
pub use ingress::{Ingress, IngressBackend, IngressClass, IngressPath, IngressRule, IngressTls};
pub use istio::{
    AuthorizationPolicy, AuthorizationRule, Destination, HttpMatch, IstioGateway, IstioServer, Operation,
    RequestAuthentication, VirtualHttp, VirtualService,
};
pub use traefik::{IngressRoute, Middleware, MiddlewareRef, RouterRule, RouterService};
