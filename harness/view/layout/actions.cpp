#include "view/layout/actions.h"

#include <algorithm>
#include <stdexcept>

namespace tricolor::harness {

const std::vector<ActionLine>& action_table() {
  using A = Action;
  static const std::vector<ActionLine> kTable{
      {{A::play_pause}, "Space", "▶ ❚❚", "播放 / 暂停", "play or pause", true},
      {{A::play}, "Ctrl+A", "▶", "播放", "play", true},
      {{A::pause}, "Ctrl+S", "❚❚", "暂停", "pause", true},
      {{A::step_on, A::step_on}, "Ctrl+D  .", "›", "单步 1 秒", "single step of 1 s", true},
      {{A::step_back}, ",", "‹", "后退 1 秒", "one second back"},
      {{A::faster, A::slower}, "]  [", "+ −", "加速 / 减速（1×–10000×）", "faster or slower, 1× to 10,000×"},
      {{A::speed_1, A::speed_2, A::speed_3, A::speed_4, A::speed_5},
       "1 2 3 4 5",
       "+ −",
       "1× 10× 100× 1000× 10000×",
       "1×, 10×, 100×, 1000×, 10,000×"},
      {{A::next_incident, A::last_incident}, "N  P", "|◀ ▶|", "下一 / 上一事件", "next or last incident"},
      {{A::beginning, A::latest}, "Ctrl+Home  Ctrl+End", "00:00 24:00", "开头 / 最新", "beginning or latest"},
      {{A::pan_left, A::pan_up, A::pan_right, A::pan_down}, "← ↑ → ↓", "drag 拖动", "平移地图", "pan the map", true},
      {{A::zoom_in, A::zoom_out},
       "PgUp  PgDn  +  −",
       "wheel 滚轮, + −",
       "放大 / 缩小地图（或右键拖动）",
       "zoom the map in or out (or drag with the right button)",
       true},
      {{A::whole_map}, "Home", "⌂", "全图", "the whole city", true},
      {{A::search}, "/  Ctrl+F", "搜 Find", "搜索店铺、街道、镇街、摄像机", "find a shop, street, town or camera"},
      {{A::follow}, "F", "跟 F", "跟随所选", "follow the selection"},
      {{A::next_camera, A::last_camera}, "C  Shift+C", "‹ ›", "下一 / 上一摄像机", "next or last camera"},
      {{A::automatic}, "A", "自 A", "自动切换摄像机", "the camera follows what happens"},
      {{A::enlarge}, "E", "⤢", "放大摄像机画面", "enlarge the camera's picture"},
      {{A::map_alone}, "M", "⇥", "只看地图", "the map alone"},
      {{A::why}, "W", "W?", "为什么是 / 不是事件", "why is it, or is it not, an incident"},
      {{A::zones, A::boxes}, "Z  B", "区 框 Z B", "区域 / 识别框", "zones, boxes"},
      {{A::footprints, A::names}, "V  T", "视 名 V T", "摄像机视野 / 店名", "footprints, shop names"},
      {{A::language}, "L", "中 / EN", "中文 / English", "English / 中文"},
      {{A::clear}, "Esc", "×", "取消选择", "clear the selection"},
      {{A::full_screen}, "F11", "⛶", "全屏", "full screen"},
      {{A::screenshot}, "F12", "◉", "截图", "screenshot"},
      {{A::help, A::help}, "?  F1", "?", "本表", "this table"},
      {{A::quit, A::quit}, "Q  Ctrl+Q", "×", "退出（关闭窗口）", "quit (close the window)", true},
  };
  return kTable;
}

const ActionLine& line_of(Action action) {
  for (const ActionLine& line : action_table())
    if (std::find(line.actions.begin(), line.actions.end(), action) != line.actions.end()) return line;
  throw std::logic_error("an action without a line in the table of actions");
}

}  // namespace tricolor::harness
