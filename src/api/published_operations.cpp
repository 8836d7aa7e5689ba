#include "api/published_operations.hpp"

namespace fieldstone::api {
namespace {

constexpr PublishedPath kPaths[] = {
#define FS_PUBLISHED(group, path, methods) {group, path, methods},
#include "api/published_operations.def"
#undef FS_PUBLISHED
};

}  // namespace

std::span<const PublishedPath> published_paths() { return kPaths; }

}  // namespace fieldstone::api
