// A temporary folder with files of chosen modes.
#ifndef SUDARE_TESTS_PROXY_DOCTOR_FOLDER_H_
#define SUDARE_TESTS_PROXY_DOCTOR_FOLDER_H_

#include <stdlib.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace sudare::doctor {

class Folder {
 public:
  Folder() {
    std::string path = "/tmp/sudare-doctor-XXXXXX";
    path_ = mkdtemp(path.data());
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  // Its path.
  std::string Write(const std::string& name, const std::string& text, mode_t mode = 0644) const {
    const std::string file = path_ + "/" + name;
    std::filesystem::create_directories(std::filesystem::path(file).parent_path());
    std::ofstream(file) << text;
    chmod(file.c_str(), mode);
    return file;
  }

  static std::string Read(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace sudare::doctor

#endif  // SUDARE_TESTS_PROXY_DOCTOR_FOLDER_H_
