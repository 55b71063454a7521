#include "view/keys.h"

namespace tricolor::harness {

const std::vector<KeyLine>& key_table() {
  static const std::vector<KeyLine> kTable{
      {"Space", "播放 / 暂停", "play or pause", true},
      {"Ctrl+A", "播放", "play", true},
      {"Ctrl+S", "暂停", "pause", true},
      {"Ctrl+D  .", "单步 1 秒", "single step of 1 s", true},
      {",", "后退 1 秒", "one second back"},
      {"]  [", "加速 / 减速（1×–10000×）", "faster or slower, 1× to 10,000×"},
      {"1 2 3 4 5", "1× 10× 100× 1000× 10000×", "1×, 10×, 100×, 1000×, 10,000×"},
      {"N  P", "下一 / 上一事件", "next or last incident"},
      {"Ctrl+Home  Ctrl+End", "开头 / 最新", "beginning or latest"},
      {"← ↑ → ↓", "平移地图", "pan the map", true},
      {"PgUp  PgDn  +  −", "放大 / 缩小", "zoom in or out", true},
      {"Drag  Wheel", "拖动 / 缩放地图（右键拖动缩放）", "pan or zoom; right button: zoom", true},
      {"Home", "全图", "the whole city", true},
      {"F", "跟随所选", "follow the selection"},
      {"C  Shift+C", "下一 / 上一摄像机", "next or last camera"},
      {"A", "自动切换摄像机", "the camera follows what happens"},
      {"W", "为什么是 / 不是事件", "why is it, or is it not, an incident"},
      {"Z  B", "区域 / 识别框", "zones, boxes"},
      {"V  T", "摄像机视野 / 店名", "footprints, shop names"},
      {"L", "中文 / English", "English / 中文"},
      {"Esc", "取消选择", "clear the selection"},
      {"Ctrl+F  F11", "全屏", "full screen", true},
      {"F12", "截图", "screenshot"},
      {"?  F1", "本表", "this table"},
      {"Q  Ctrl+Q", "退出", "quit", true},
  };
  return kTable;
}

}  // namespace tricolor::harness
