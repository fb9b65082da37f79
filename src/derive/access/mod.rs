//! Access: the ways in, who serves them, and what asks who somebody is.

mod auth;
mod auth_services;
mod class;
mod hosts;
mod http_route;
mod image;
mod implementation;
mod ingress;
mod ingress_controllers;
mod ingress_route;
mod lists;
mod routes;
mod rule;
mod service;
mod virtual_service;
mod way;

pub(super) use auth::Answers;
pub(super) use auth_services::auth_services;
pub(super) use hosts::hosts;
pub(super) use implementation::{Running, running};
pub(super) use ingress_controllers::ingress_controllers;
pub(super) use routes::routes;
pub(super) use service::{behind, has_port, host_and_path, in_cluster, port};
pub(super) use way::{Backend, Way, ways};
