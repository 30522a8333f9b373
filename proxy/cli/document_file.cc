#include "proxy/cli/document_file.h"

#include <cerrno>
#include <cstring>
#include <fstream>

namespace sudare {

bool WriteDocument(const std::string& path, absl::string_view document, Console& console) {
  if (path.empty()) {
    console.out << document;
    return true;
  }
  std::ofstream file(path, std::ios::binary);
  file << document;
  file.close();
  if (file) return true;
  console.err << "`" << path << "` can't be written: " << std::strerror(errno) << "\n";
  return false;
}

}  // namespace sudare
