// Runs a target over the files of the folders that are named, where there is no libFuzzer. The last
// path printed is that of the input that failed.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

std::vector<std::filesystem::path> inputs_of(const std::filesystem::path& place) {
  if (std::filesystem::is_regular_file(place)) return {place};
  std::vector<std::filesystem::path> files;
  if (!std::filesystem::is_directory(place)) return files;
  for (const auto& entry : std::filesystem::directory_iterator(place)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

void run(const std::filesystem::path& path) {
  std::printf("%s\n", path.c_str());
  std::fflush(stdout);
  std::ifstream file(path, std::ios::binary);
  // Exactly as long as the input, so that a sanitizer sees the first byte beyond it.
  const std::vector<char> bytes{std::istreambuf_iterator<char>(file), {}};
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
}

}  // namespace

int main(int count, char** arguments) {
  std::size_t ran = 0;
  for (int i = 1; i < count; ++i) {
    for (const auto& path : inputs_of(arguments[i])) {
      run(path);
      ++ran;
    }
  }
  std::printf("%zu inputs\n", ran);
  return ran > 0 ? 0 : 1;
}
