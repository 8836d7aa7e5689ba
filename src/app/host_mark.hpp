// Links in answers carry the host that the client called, which use cases don't know: they write
// this mark in its place and the dispatcher of the API puts the host there. JSON texts have no such
// byte otherwise: writers escape it.
#pragma once

namespace fieldstone::app {

inline constexpr char kHostMark = '\x01';

}  // namespace fieldstone::app
