// Makes the tables of the run's configuration: shops, cameras, zones, grids, officers.
#include <fmt/format.h>

#include "engine/journal.h"
#include "report/rows/places.h"
#include "report/rows/policy_values.h"
#include "report/rows/result_names.h"
#include "report/files/result_table.h"

namespace tricolor::harness {

namespace {

const char* name_of(engine::ZoneKind kind) { return engine::kZoneKindNames[static_cast<std::size_t>(kind)]; }

}  // namespace

ResultTable policies_table(const ResultSource& from) {
  return {
      "policies",
      "a value of a policy",
      "政策的一项取值",
      {{"in_force_from", "TEXT", "UTC+8", "since when the policy held: the start of the run, or its change in mid-run",
        "政策生效时间：运行开始，或运行中变更之时"},
       {"policy", "TEXT", "", "name of the policy", "政策名称"},
       {"key", "TEXT", "", "key in the policy's file, see policy.md", "政策文件中的键，见 policy.md"},
       {"value", "TEXT", "", "its value, as a policy's file writes it", "取值"}},
      [&run = from.run](const RowSink& sink) {
        for (const PolicyFrom& rules : run.policies.all()) {
          const bool first = &rules == &run.policies.all().front();
          if (!first && rules.from >= run.end) break;
          for (const auto& [key, value] : policy_values(rules.policy))
            sink({first ? run.start : rules.from, rules.policy.name, key, value});
        }
      }};
}

ResultTable demand_table(const ResultSource& from) {
  return {"demand",
          "a figure of the twin's demand",
          "仿真需求的一项参数",
          {{"key", "TEXT", "", "key in a demand file, see demand.md", "需求文件中的键，见 demand.md"},
           {"value", "TEXT", "", "its value with its unit, as a demand file writes it", "取值及单位"},
           {"mark", "TEXT", "", "assumed, published or fitted", "依据：假定、公开数据或拟合"},
           {"why", "TEXT", "", "the source or reason; empty where none was given", "来源或理由"},
           {"what", "TEXT", "", "what the figure is", "含义（英文）"},
           {"what_zh", "TEXT", "", "what the figure is, in Chinese", "含义（中文）"}},
          [&run = from.run](const RowSink& sink) {
            for (const DemandRow& row : run.demand)
              sink({row.key, row.value, mark_word(row.note.mark), row.note.why, row.in_english, row.in_chinese});
          }};
}

ResultTable merchants_table(const ResultSource& from) {
  return {"merchants",
          "a shop",
          "一家店铺",
          {{"merchant", "INTEGER PRIMARY KEY", "", "index of the shop, from 0, in the order of the configuration",
            "店铺序号，从 0 起"},
           {"name", "TEXT", "", "identifier of the shop in the scenario", "店铺编号"},
           {"sign", "TEXT", "", "name on its sign", "店招名称"},
           {"trade", "TEXT", "", "code of its trade", "业态代码"},
           {"legal_person", "TEXT", "", "legal person at the start", "法定代表人（开始时）"},
           {"licence", "TEXT", "", "licence number at the start", "营业执照号（开始时）"},
           {"duty_grid", "TEXT", "", "duty grid that it lies in", "所属责任网格"},
           {"street", "TEXT", "", "nearest street", "所在街道"},
           {"x_m", "REAL", "m", "door, eastwards on the plane of the twin", "店门东向坐标"},
           {"y_m", "REAL", "m", "door, northwards on the plane of the twin", "店门北向坐标"},
           {"lon", "REAL", "degree", "door, longitude (WGS 84); assumed where the scenario names no origin",
            "店门经度（WGS 84；场景未写 origin 时为假定）"},
           {"lat", "REAL", "degree", "door, latitude (WGS 84); assumed where the scenario names no origin",
            "店门纬度（WGS 84；场景未写 origin 时为假定）"},
           {"colour", "TEXT", "", "colour at the end of the run: green, yellow or red",
            "期末颜色：green 绿、yellow 黄、red 红"},
           {"count", "INTEGER", "", "strikes that count at the end of the run", "期末有效计次"},
           {"imported_strikes", "INTEGER", "", "strikes from before the run", "开始前导入的计次"},
           {"strikes", "INTEGER", "", "strikes counted in the run", "本次新增计次"},
           {"incidents", "INTEGER", "", "incidents of the shop in the run", "本次事件数"},
           {"notices", "INTEGER", "", "SMS queued to the shop", "发送的提醒短信数"},
           {"cases", "INTEGER", "", "cases registered about the shop", "立案数"}},
          [&run = from.run, &tables = from.tables](const RowSink& sink) {
            for (std::size_t i = 0; i < tables.merchants.size(); ++i) {
              const auto& it = run.configuration.merchants[i];
              const auto& row = tables.merchants[i];
              const LonLat place = lon_lat_of(run, it.door);
              sink({i, it.name, it.sign, it.trade, text_or_nothing(it.legal_person), text_or_nothing(it.licence),
                    grid_name_of(run, it.duty_grid), text_or_nothing(street_name_of(run, it.door)), it.door.x_m,
                    it.door.y_m, place.lon, place.lat, engine::name_of(row.colour), row.count, row.imported,
                    row.strikes, row.incidents, row.notices, row.cases});
            }
          }};
}

ResultTable cameras_table(const ResultSource& from) {
  return {"cameras",
          "a camera",
          "一台摄像机",
          {{"camera", "INTEGER PRIMARY KEY", "", "index of the camera, from 0", "摄像机序号，从 0 起"},
           {"name", "TEXT", "", "identifier of the camera in the scenario", "摄像机编号"},
           {"owner", "TEXT", "", "who it belongs to: city, police, town, field (sky-eye) or waste",
            "权属：city 城管、police 公安、town 镇街、field 城乡天眼、waste 垃圾投放点"},
           {"frame_every_s", "REAL", "s", "nominal time between two looks", "标称取图间隔"},
           {"x_m", "REAL", "m", "foot of the pole, eastwards; empty when uncalibrated", "杆脚东向坐标；未标定为空"},
           {"y_m", "REAL", "m", "foot of the pole, northwards; empty when uncalibrated", "杆脚北向坐标；未标定为空"},
           {"height_m", "REAL", "m", "height of the lens above the ground", "镜头离地高度"},
           {"heading_rad", "REAL", "rad", "direction of view, from east towards north", "朝向，自东向北计"},
           {"lon", "REAL", "degree", "longitude (WGS 84); assumed where the scenario names no origin",
            "经度（WGS 84；场景未写 origin 时为假定）"},
           {"lat", "REAL", "degree", "latitude (WGS 84); assumed where the scenario names no origin",
            "纬度（WGS 84；场景未写 origin 时为假定）"}},
          [&run = from.run](const RowSink& sink) {
            for (std::size_t i = 0; i < run.configuration.cameras.size(); ++i) {
              const auto& it = run.configuration.cameras[i];
              const double every_s = std::chrono::duration<double>(it.frame_every).count();
              if (!it.geometry) {
                sink({i, it.name, it.owner, every_s, {}, {}, {}, {}, {}, {}});
                continue;
              }
              const auto& pose = *it.geometry;
              const LonLat place = lon_lat_of(run, {pose.x_m, pose.y_m});
              sink({i, it.name, it.owner, every_s, pose.x_m, pose.y_m, pose.height_m, pose.heading_rad, place.lon,
                    place.lat});
            }
          }};
}

ResultTable frames_by_camera_table(const ResultSource& from) {
  return {"frames_by_camera",
          "a camera's pictures",
          "一台摄像机的取图数",
          {{"camera", "INTEGER PRIMARY KEY REFERENCES cameras", "", "the camera", "摄像机序号"},
           {"looks", "INTEGER", "", "pictures taken in the run", "本次取图数"}},
          [&run = from.run](const RowSink& sink) {
            for (std::size_t i = 0; i < run.frames.looks_by_camera.size(); ++i)
              sink({i, run.frames.looks_by_camera[i]});
          }};
}

ResultTable zones_table(const ResultSource& from) {
  return {"zones",
          "a zone",
          "一个区域",
          {{"zone", "INTEGER PRIMARY KEY", "", "index of the zone, from 0", "区域序号，从 0 起"},
           {"name", "TEXT", "", "identifier of the zone", "区域编号"},
           {"kind", "TEXT", "", "shop_front, pavement, no_stopping or bay",
            "类型：shop_front 门前、pavement 人行道、no_stopping 禁停区、bay 泊位"},
           {"merchant", "INTEGER REFERENCES merchants", "", "shop that answers for it", "责任店铺序号"},
           {"merchant_name", "TEXT", "", "identifier of that shop", "责任店铺编号"},
           {"duty_grid", "TEXT", "", "duty grid that it lies in", "所属责任网格"},
           {"cameras", "TEXT", "", "identifiers of the cameras that watch it, apart by spaces",
            "覆盖该区域的摄像机编号，以空格分隔"}},
          [&run = from.run](const RowSink& sink) {
            for (std::size_t i = 0; i < run.configuration.zones.size(); ++i) {
              const auto& it = run.configuration.zones[i];
              std::string cameras;
              for (const auto id : it.cameras) cameras += (cameras.empty() ? "" : " ") + camera_name_of(run, id);
              sink({i, it.name, name_of(it.kind), it.merchant, shop_name_of(run, it.merchant),
                    grid_name_of(run, it.duty_grid), text_or_nothing(cameras)});
            }
          }};
}

ResultTable duty_grids_table(const ResultSource& from) {
  return {"duty_grids",
          "a duty grid",
          "一个责任网格",
          {{"duty_grid", "TEXT PRIMARY KEY", "", "name of the grid", "网格名称"},
           {"squad", "TEXT", "", "squad that it belongs to; empty when it stands alone", "所属中队；无则为空"},
           {"officers", "TEXT", "",
            "officers who answer for it, apart by semicolons, the first in charge; empty is a "
            "hole in the coverage",
            "责任队员，以分号分隔，首位为负责人；为空表示无人负责"},
           {"zones", "INTEGER", "", "zones in it", "区域数"}},
          [&run = from.run](const RowSink& sink) {
            std::vector<int> zones(run.configuration.duty_grids.size(), 0);
            for (const auto& zone : run.configuration.zones)
              if (zone.duty_grid.value < zones.size()) ++zones[zone.duty_grid.value];
            for (std::size_t i = 0; i < zones.size(); ++i) {
              const auto& it = run.configuration.duty_grids[i];
              sink({it.name, text_or_nothing(it.squad), officers_of_grid(run, i), zones[i]});
            }
          }};
}

ResultTable officers_table(const ResultSource& from) {
  return {
      "officers",
      "an officer",
      "一名队员",
      {{"officer", "TEXT PRIMARY KEY", "", "name of the officer", "队员"},
       {"duty_grid", "TEXT", "", "duty grid of the officer", "责任网格"},
       {"on_duty_from", "TEXT", "time of day", "time of day in UTC+8 at which duty begins", "每日上岗时刻（UTC+8）"},
       {"on_duty_until", "TEXT", "time of day", "time of day in UTC+8 at which duty ends", "每日下岗时刻（UTC+8）"},
       {"x_m", "REAL", "m", "post, eastwards", "驻点东向坐标"},
       {"y_m", "REAL", "m", "post, northwards", "驻点北向坐标"},
       {"lon", "REAL", "degree", "post, longitude (WGS 84); assumed where the scenario names no origin",
        "驻点经度（WGS 84；场景未写 origin 时为假定）"},
       {"lat", "REAL", "degree", "post, latitude (WGS 84); assumed where the scenario names no origin",
        "驻点纬度（WGS 84；场景未写 origin 时为假定）"}},
      [&run = from.run](const RowSink& sink) {
        for (const auto& it : run.configuration.officers) {
          const LonLat place = lon_lat_of(run, it.waits_at);
          sink({it.name, grid_name_of(run, it.duty_grid), time_of_day(it.on_duty_from), time_of_day(it.on_duty_until),
                it.waits_at.x_m, it.waits_at.y_m, place.lon, place.lat});
        }
      }};
}

}  // namespace tricolor::harness
