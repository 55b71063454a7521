#include "vision/model_file.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace tricolor::engine {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

// Limits of a model's files, so that a wrong file is refused before it fills the memory. Assumed.
constexpr std::uintmax_t kMostJsonBytes = 1u << 20, kMostNetBytes = 256u << 20;
constexpr std::size_t kMostKinds = 200;
constexpr int kMostSidePx = 4096;

// Says why a path is no regular file of at most `most` bytes; empty when it is one.
std::string fault_of(const std::string& path, std::uintmax_t most) {
  std::error_code failed;
  if (!fs::exists(path, failed)) return "got nothing there";
  if (!fs::is_regular_file(path, failed)) return fs::is_directory(path, failed) ? "got a folder" : "got something else";
  const auto size = fs::file_size(path, failed);
  if (size > most) return "got " + std::to_string(size) + " bytes, and at most " + std::to_string(most) + " are read";
  return std::ifstream(path) ? "" : "got one that cannot be read";
}

// Each throws std::runtime_error with "key: must be …".
[[noreturn]] void refuse(const std::string& key, const std::string& what) {
  throw std::runtime_error(key + ": must be " + what);
}

const Json& member(const Json& json, const char* key, const char* what) {
  const auto found = json.find(key);
  if (found == json.end()) refuse(key, std::string(what) + ", got nothing");
  return *found;
}

int size_of(const Json& json, const char* key, int low, int high) {
  const std::string what = "a whole number from " + std::to_string(low) + " to " + std::to_string(high);
  const Json& value = member(json, key, what.c_str());
  if (!value.is_number_integer() || value < low || value > high)
    refuse(key, what + ", got " + value.dump().substr(0, 40));
  return value.get<int>();
}

bool flag_of(const Json& json, const char* key) {
  if (!json.contains(key)) return false;
  if (!json.at(key).is_boolean()) refuse(key, "true or false");
  return json.at(key).get<bool>();
}

ObjectKinds kinds_of(const Json& json) {
  const Json& kinds = member(json, "kinds", "a list of names");
  const bool names = kinds.is_array() && !kinds.empty() && kinds.size() <= kMostKinds &&
                     std::all_of(kinds.begin(), kinds.end(), [](const Json& kind) {
                       return kind.is_string() && !kind.get_ref<const std::string&>().empty();
                     });
  if (!names) refuse("kinds", "a list of 1 to " + std::to_string(kMostKinds) + " names");
  return kinds.get<ObjectKinds>();
}

std::vector<float> thresholds_of(const Json& json, std::size_t kinds) {
  const Json& thresholds = member(json, "thresholds", "one a kind");
  if (!thresholds.is_array() || thresholds.size() != kinds) refuse("thresholds", "one a kind");
  std::vector<float> values;
  for (const Json& value : thresholds) {
    if (!value.is_number() || !(value.get<float>() > 0 && value.get<float>() < 1))
      refuse("thresholds", "between 0 and 1");
    values.push_back(value.get<float>());
  }
  return values;
}

void read_closer_look(const Json& closer, const std::string& folder, Model& model) {
  if (!closer.is_object()) refuse("closer_look", "a map with file and confidence");
  const Json& file = member(closer, "file", "the name of a file");
  if (!file.is_string()) refuse("closer_look.file", "the name of a file");
  model.closer_look = folder + file.get<std::string>();
  const Json& confidence = member(closer, "confidence", "three numbers");
  const bool three =
      confidence.is_array() && confidence.size() == 3 &&
      std::all_of(confidence.begin(), confidence.end(), [](const Json& number) { return number.is_number(); });
  if (!three) refuse("closer_look.confidence", "three numbers");
  for (std::size_t i = 0; i < 3; ++i) model.confidence[i] = confidence[i].get<float>();
}

void read_json(const Json& json, const std::string& folder, Model& model) {
  if (!json.is_object()) throw std::runtime_error("must be a map with kinds and thresholds");
  model.kinds = kinds_of(json);
  model.thresholds = thresholds_of(json, model.kinds.size());
  model.width_px = size_of(json, "width_px", 32, kMostSidePx);
  model.height_px = size_of(json, "height_px", 32, kMostSidePx);
  model.stride_px = size_of(json, "stride_px", 1, 64);
  model.ground = flag_of(json, "ground");
  model.lower_rows = flag_of(json, "lower_rows");
  if (json.contains("along")) {
    const Json& file = json.at("along");
    if (!file.is_string()) refuse("along", "the name of a file");
    model.along = folder + file.get<std::string>();
  }
  if (json.contains("closer_look")) read_closer_look(json.at("closer_look"), folder, model);
}

}  // namespace

bool read_model(const std::string& onnx_path, Model& model, std::string& error) {
  const std::string json_path = fs::path(onnx_path).replace_extension(".json").string();
  if (const std::string fault = fault_of(onnx_path, kMostNetBytes); !fault.empty()) {
    error = onnx_path + ": must be a detector (an ONNX file with " + json_path + " beside it), " + fault;
    return false;
  }
  if (const std::string fault = fault_of(json_path, kMostJsonBytes); !fault.empty()) {
    error = onnx_path + ": not a detector of Tricolor: its kinds and thresholds must stand beside it in " + json_path +
            ", " + fault + " (nets of other programs cannot be used)";
    return false;
  }
  std::ifstream in(json_path);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  const Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded()) {
    error = json_path + ": must be JSON, got something else";
    return false;
  }
  try {
    read_json(json, onnx_path.substr(0, onnx_path.rfind('/') + 1), model);
  } catch (const std::runtime_error& fault) {
    error = json_path + ": " + fault.what();
    return false;
  }
  if (const std::string fault = model.closer_look.empty() ? "" : fault_of(model.closer_look, kMostNetBytes);
      !fault.empty()) {
    error = onnx_path + ": not a detector: its closer look must be the file " + model.closer_look + ", " + fault;
    return false;
  }
  return true;
}

}  // namespace tricolor::engine
