// Makes the tables of the engine's work and of the true events.
#include "engine/journal.h"
#include "report/rows/outcomes.h"
#include "report/rows/places.h"
#include "report/rows/result_names.h"
#include "report/files/result_table.h"

namespace tricolor::harness {

namespace {

/// Gives the picture at the dwell's end, else the first that there is; empty without any.
std::string chief_picture(const std::vector<const EvidenceRow*>& evidence) {
  std::string path;
  for (const auto* row : evidence)
    if (!row->path.empty() && (path.empty() || row->record.label.moment == engine::EvidenceMoment::threshold))
      path = row->path;
  return path;
}
int pictures_in(const std::vector<const EvidenceRow*>& evidence) {
  int count = 0;
  for (const auto* row : evidence) count += row->path.empty() ? 0 : 1;
  return count;
}

}  // namespace

ResultTable incidents_table(const ResultSource& from) {
  return {
      "incidents",
      "an incident of the engine",
      "系统认定的一起事件",
      {{"incident", "INTEGER PRIMARY KEY", "", "number of the incident, from 1", "事件编号，从 1 起"},
       {"class", "TEXT", "", "code of the class", "类别代码"},
       {"class_zh", "TEXT", "", "name of the class in Chinese", "类别名称（中文）"},
       {"class_en", "TEXT", "", "name of the class in English", "类别名称（英文）"},
       {"merchant", "INTEGER REFERENCES merchants", "", "index of the shop; empty for a public place",
        "店铺序号；公共地段为空"},
       {"merchant_name", "TEXT", "", "identifier of the shop", "店铺编号"},
       {"sign", "TEXT", "", "name on the shop's sign", "店招名称"},
       {"street", "TEXT", "", "nearest street", "所在街道"},
       {"along_m", "REAL", "m", "distance along that street from its beginning", "沿街距离（自起点）"},
       {"x_m", "REAL", "m", "place, eastwards", "位置东向坐标"},
       {"y_m", "REAL", "m", "place, northwards", "位置北向坐标"},
       {"lon", "REAL", "degree", "longitude (WGS 84); assumed where the scenario names no origin",
        "经度（WGS 84；场景未写 origin 时为假定）"},
       {"lat", "REAL", "degree", "latitude (WGS 84); assumed where the scenario names no origin",
        "纬度（WGS 84；场景未写 origin 时为假定）"},
       {"onset", "TEXT", "UTC+8", "since when it stood there", "开始停留时间"},
       {"confirmed_at", "TEXT", "UTC+8", "when the engine confirmed it", "认定时间"},
       {"closed_at", "TEXT", "UTC+8", "when it was closed; empty while open", "办结时间；未办结为空"},
       {"closed_how", "TEXT", "", "how it was closed: self_corrected, cleared_before_notice, case_closed or voided",
        "办结方式：self_corrected 自行整改、cleared_before_notice 提醒前消失、case_closed 案件结案、voided 作废"},
       {"outcome", "TEXT", "", "what became of it by the end of the run, see results_schema.md",
        "期末结果，见 results_schema.md"},
       {"voided", "INTEGER", "0/1", "taken back by review or appeal", "经审核或申诉作废"},
       {"by_day", "INTEGER", "0/1", "there was daylight at its confirmation", "认定时为日间"},
       {"right", "INTEGER", "0/1", "truth: it matches a true violation", "真值评测：与实际违规相符"},
       {"violation", "INTEGER REFERENCES violations", "", "truth: the violation that it matches",
        "真值评测：对应的实际违规编号"},
       {"wrong_by", "TEXT", "", "truth: what was wrong with it; empty when right", "真值评测：差错原因；正确为空"},
       {"held_after_end_s", "REAL", "s",
        "truth: for how long the engine held it after the true stay had ended; empty when it let go in time",
        "真值评测：违规消失后系统仍判定存在的时长；及时解除为空"},
       {"case_id", "INTEGER", "", "case registered about it, the last of several", "案件编号（有多件时为最后一件）"},
       {"pictures", "INTEGER", "", "evidence pictures that are in the run's folder", "留存的证据图片数"},
       {"evidence", "TEXT", "", "path of the chief picture, from the run's folder",
        "主要证据图片路径（自运行目录起）"}},
      [&from = from.run, &tables = from.tables, &links = from.links](const RowSink& sink) {
        for (const auto& it : tables.incidents) {
          const auto& kind = class_of(from, it.violation_class);
          const LonLat at = lon_lat_of(from, it.spot);
          const auto place = street_place_of(from, it.spot);
          const auto evidence = links.evidence_of(it.id);
          const auto cases = links.cases_of(it.id);
          sink({it.id,
                kind.code_name,
                kind.name_zh,
                kind.name_en,
                it.merchant,
                shop_name_of(from, it.merchant),
                sign_name_of(from, it.merchant),
                place ? Cell(from.city.streets[place->street].name) : Cell(),
                place ? Cell(place->along_m) : Cell(),
                it.spot.x_m,
                it.spot.y_m,
                at.lon,
                at.lat,
                it.onset,
                it.confirmed_at,
                it.closed_at,
                text_or_nothing(it.closed_how),
                outcome_of(it, cases),
                it.voided,
                it.by_day,
                it.violation.has_value(),
                it.violation,
                text_or_nothing(it.wrong_by),
                it.held_after_end ? Cell(std::chrono::duration<double>(*it.held_after_end).count()) : Cell(),
                cases.empty() ? Cell() : Cell(cases.back()->id),
                pictures_in(evidence),
                text_or_nothing(chief_picture(evidence))});
        }
      }};
}

ResultTable notices_table(const ResultSource& from) {
  return {"notices",
          "an SMS",
          "一条提醒短信",
          {{"notice", "INTEGER PRIMARY KEY", "", "number of the SMS, from 1", "短信编号，从 1 起"},
           {"incident", "INTEGER REFERENCES incidents", "", "incident that it is about", "事件编号"},
           {"merchant", "INTEGER REFERENCES merchants", "", "index of the shop", "店铺序号"},
           {"merchant_name", "TEXT", "", "identifier of the shop", "店铺编号"},
           {"sign", "TEXT", "", "name on the shop's sign", "店招名称"},
           {"queued_at", "TEXT", "UTC+8", "when it was put into the outbox", "生成时间"},
           {"sent_at", "TEXT", "UTC+8", "when the gateway was first asked", "发送时间"},
           {"fate_at", "TEXT", "UTC+8", "when it was known whether it was delivered", "回执时间"},
           {"delivered", "INTEGER", "0/1", "delivered; empty when never known", "是否送达；未知为空"},
           {"text", "TEXT", "", "text of the SMS", "短信内容"}},
          [&from = from.run, &tables = from.tables](const RowSink& sink) {
            for (const auto& it : tables.notices)
              sink({it.id, it.incident, it.merchant, shop_name_of(from, it.merchant), sign_name_of(from, it.merchant),
                    it.queued_at, it.sent_at, it.fate_at, it.delivered, it.text});
          }};
}

ResultTable cases_table(const ResultSource& from) {
  return {"cases",
          "a case",
          "一个案件",
          {{"case_id", "INTEGER PRIMARY KEY", "", "number of the case, from 1", "案件编号，从 1 起"},
           {"incident", "INTEGER REFERENCES incidents", "", "incident that it is about", "事件编号"},
           {"report", "INTEGER REFERENCES reports", "", "citizen's report that it is about", "市民举报编号"},
           {"duty_grid", "TEXT", "", "duty grid", "责任网格"},
           {"registered_at", "TEXT", "UTC+8", "when it was registered", "立案时间"},
           {"due", "TEXT", "UTC+8", "by when it has to be closed", "结案期限"},
           {"warned", "INTEGER", "0/1", "the shop had been warned", "立案前已提醒店铺"},
           {"state", "TEXT", "", "state at the end of the run", "期末状态"},
           {"officer", "TEXT", "", "officer who had it last", "最后承办队员"},
           {"dispatched_at", "TEXT", "UTC+8", "first dispatch", "首次派遣时间"},
           {"arrived_at", "TEXT", "UTC+8", "first arrival", "首次到场时间"},
           {"closed_at", "TEXT", "UTC+8", "when it was over; empty while open", "结束时间；未结束为空"}},
          [&from = from.run, &tables = from.tables](const RowSink& sink) {
            for (const auto& it : tables.cases)
              sink({it.id, it.incident, it.report, grid_name_of(from, it.duty_grid), it.registered_at, it.due,
                    it.warned, engine::name_of(it.state), officer_name_of(from, it.officer), it.dispatched_at,
                    it.arrived_at, it.closed_at});
          }};
}

ResultTable case_moves_table(const ResultSource& from) {
  return {"case_moves",
          "a step of a case",
          "案件的一步流转",
          {{"case_id", "INTEGER REFERENCES cases", "", "case", "案件编号"},
           {"at", "TEXT", "UTC+8", "when", "时间"},
           {"from_state", "TEXT", "", "state before", "原状态"},
           {"to_state", "TEXT", "", "state after", "新状态"},
           {"officer", "TEXT", "", "officer", "队员"},
           {"reason", "TEXT", "", "why, as the journal says it", "原因（日志原文）"}},
          [&from = from.run, &tables = from.tables](const RowSink& sink) {
            for (const auto& it : tables.case_moves)
              sink({it.id, it.at, engine::name_of(it.from), engine::name_of(it.to), officer_name_of(from, it.officer),
                    text_or_nothing(it.reason)});
          }};
}

ResultTable reports_table(const ResultSource& from) {
  return {"reports",
          "a citizen's report",
          "一件市民举报",
          {{"report", "INTEGER PRIMARY KEY", "", "number of the report, from 1", "举报编号，从 1 起"},
           {"received_at", "TEXT", "UTC+8", "when it came in", "收到时间"},
           {"class", "TEXT", "", "class that it names", "举报类别代码"},
           {"x_m", "REAL", "m", "place, eastwards", "位置东向坐标"},
           {"y_m", "REAL", "m", "place, northwards", "位置北向坐标"},
           {"text", "TEXT", "", "text of the report", "举报内容"},
           {"incident", "INTEGER REFERENCES incidents", "", "incident that it was joined to", "并入的事件编号"},
           {"case_id", "INTEGER REFERENCES cases", "", "case that it was joined to, or that was opened for it",
            "相关案件编号"},
           {"valid", "INTEGER", "0/1", "found true by whoever verified it; empty when not verified",
            "核实是否属实；未核实为空"},
           {"reply", "TEXT", "", "answer to the citizen", "答复内容"}},
          [&from = from.run, &tables = from.tables](const RowSink& sink) {
            for (const auto& it : tables.reports)
              sink({it.id, it.content.at,
                    it.content.violation_class ? Cell(class_of(from, *it.content.violation_class).code_name) : Cell(),
                    it.content.where.x_m, it.content.where.y_m, it.content.text, it.incident, it.case_id, it.valid,
                    text_or_nothing(it.reply)});
          }};
}

ResultTable colours_table(const ResultSource& from) {
  return {"colours",
          "a change of colour",
          "一次变码",
          {{"merchant", "INTEGER REFERENCES merchants", "", "index of the shop", "店铺序号"},
           {"merchant_name", "TEXT", "", "identifier of the shop", "店铺编号"},
           {"sign", "TEXT", "", "name on the shop's sign", "店招名称"},
           {"at", "TEXT", "UTC+8", "when", "时间"},
           {"from_colour", "TEXT", "", "colour before", "原颜色"},
           {"to_colour", "TEXT", "", "colour after", "新颜色"},
           {"count", "INTEGER", "", "strikes that count after the change", "变码后的有效计次"}},
          [&from = from.run, &tables = from.tables](const RowSink& sink) {
            for (const auto& it : tables.colours)
              sink({it.merchant, shop_name_of(from, it.merchant), sign_name_of(from, it.merchant), it.at,
                    engine::name_of(it.from), engine::name_of(it.to), it.count});
          }};
}

ResultTable strikes_table(const ResultSource& from) {
  return {
      "strikes",
      "a strike against a shop",
      "一次计次",
      {{"merchant", "INTEGER REFERENCES merchants", "", "index of the shop", "店铺序号"},
       {"merchant_name", "TEXT", "", "identifier of the shop", "店铺编号"},
       {"sign", "TEXT", "", "name on the shop's sign", "店招名称"},
       {"at", "TEXT", "UTC+8", "since when it counts", "计次时间"},
       {"incident", "INTEGER REFERENCES incidents", "",
        "incident behind it; empty for a report's strike and "
        "for imported history",
        "对应事件编号；举报计次和导入的历史为空"},
       {"report", "INTEGER REFERENCES reports", "", "citizen's report behind it, found true; empty for all others",
        "对应举报编号（核实属实）；其他为空"},
       {"imported", "INTEGER", "0/1", "from before the run: neither an incident nor a report of the run is behind it",
        "开始前导入，本次无对应事件或举报"},
       {"voided_at", "TEXT", "UTC+8", "when it was taken back; empty while it stands", "撤销时间；有效为空"}},
      [&from = from.run, &tables = from.tables](const RowSink& sink) {
        for (const auto& it : tables.strikes)
          sink({it.merchant, shop_name_of(from, it.merchant), sign_name_of(from, it.merchant), it.at, it.incident,
                it.report, it.imported(), it.voided_at});
      }};
}

ResultTable violations_table(const ResultSource& from) {
  return {"violations",
          "a true violation, as the judge knows it",
          "一起实际违规（真值）",
          {{"violation", "INTEGER PRIMARY KEY", "", "number of the violation", "实际违规编号"},
           {"class", "TEXT", "", "code of the class", "类别代码"},
           {"merchant", "INTEGER REFERENCES merchants", "", "index of the shop; empty for a public place",
            "店铺序号；公共地段为空"},
           {"x_m", "REAL", "m", "place, eastwards", "位置东向坐标"},
           {"y_m", "REAL", "m", "place, northwards", "位置北向坐标"},
           {"lon", "REAL", "degree", "longitude (WGS 84); assumed where the scenario names no origin",
            "经度（WGS 84；场景未写 origin 时为假定）"},
           {"lat", "REAL", "degree", "latitude (WGS 84); assumed where the scenario names no origin",
            "纬度（WGS 84；场景未写 origin 时为假定）"},
           {"began", "TEXT", "UTC+8", "when it began", "开始时间"},
           {"ended", "TEXT", "UTC+8", "when it ended; empty when it outlasted the run", "结束时间；期末仍在为空"},
           {"dwell_end", "TEXT", "UTC+8", "from when it was a violation", "达到停留时限的时间"},
           {"by_day", "INTEGER", "0/1", "there was daylight then", "当时为日间"},
           {"in_view", "INTEGER", "0/1", "some camera that watches the place looked that way", "有负责该处的摄像机朝向该处"},
           {"camera_working", "INTEGER", "0/1", "one of them worked", "其中有摄像机正常"},
           {"opportunity", "INTEGER", "0/1", "it could be seen well for long enough", "可清晰看见且时间足够"},
           {"looks", "INTEGER", "", "pictures in which at least 40 % of it was visible", "至少 40% 可见的图像数"},
           {"looks_detected", "INTEGER", "", "of these, pictures in which the detector found it", "其中识别出的图像数"},
           {"incident", "INTEGER REFERENCES incidents", "", "incident that matches it; empty when missed",
            "对应事件编号；未发现为空"},
           {"lost_at", "TEXT", "", "stage at which it was lost, or found", "漏失环节，或 found 已发现"}},
          [&from = from.run](const RowSink& sink) {
            for (const auto& judged : from.judgement.violations) {
              const auto& it = judged.violation;
              const LonLat at = lon_lat_of(from, {it.at.x_m, it.at.y_m});
              sink({it.id, class_of(from, it.violation_class).code_name, it.merchant, it.at.x_m, it.at.y_m, at.lon,
                    at.lat, it.from, it.until, it.dwell_end, it.by_day, it.seeing.in_view, it.seeing.camera_working,
                    it.seeing.opportunity, it.seeing.looks, it.seeing.looks_detected, judged.incident,
                    name_of(judged.lost_at)});
            }
          }};
}

ResultTable sightings_table(const ResultSource& from) {
  return {"sightings",
          "a stay that exceeded its dwell, as one camera saw it",
          "一台摄像机看到的一次超时停留",
          {{"sighting", "INTEGER PRIMARY KEY", "", "number of the sighting, from 1", "发现编号，从 1 起"},
           {"occupancy", "INTEGER", "", "number of the stay in the journal", "日志中的停留编号"},
           {"camera", "INTEGER REFERENCES cameras", "", "camera", "摄像机序号"},
           {"zone", "TEXT", "", "zone", "区域编号"},
           {"class", "TEXT", "", "code of the class", "类别代码"},
           {"onset", "TEXT", "UTC+8", "since when it stood there", "开始停留时间"},
           {"confirmed_at", "TEXT", "UTC+8", "when its dwell was exceeded", "超时认定时间"},
           {"merchant", "INTEGER REFERENCES merchants", "", "index of the shop; empty for a public place",
            "店铺序号；公共地段为空"},
           {"x_m", "REAL", "m", "place, eastwards", "位置东向坐标"},
           {"y_m", "REAL", "m", "place, northwards", "位置北向坐标"},
           {"score_256", "INTEGER", "1/256", "confidence of the detector", "识别置信度"}},
          [&from = from.run, &tables = from.tables](const RowSink& sink) {
            for (const auto& row : tables.sightings) {
              const auto& it = row.content;
              sink({it.sighting, it.occupancy, it.camera, zone_name_of(from, it.zone),
                    class_of(from, it.violation_class).code_name, it.onset, row.confirmed_at, it.merchant, it.spot.x_m,
                    it.spot.y_m, it.score_256});
            }
          }};
}

ResultTable evidence_table(const ResultSource& from) {
  return {
      "evidence",
      "a picture kept as evidence",
      "一张证据图片",
      {{"sighting", "INTEGER REFERENCES sightings", "", "sighting that it belongs to", "发现编号"},
       {"incident", "INTEGER REFERENCES incidents", "", "incident; empty when the sighting led to none",
        "事件编号；未形成事件为空"},
       {"camera", "INTEGER REFERENCES cameras", "", "camera", "摄像机序号"},
       {"camera_name", "TEXT", "", "identifier of the camera", "摄像机编号"},
       {"moment", "TEXT", "", "before, onset, threshold, recheck or report",
        "时点：before 之前、onset 出现、threshold 超时、recheck 复查、report 举报"},
       {"captured_at", "TEXT", "UTC+8", "time of the picture", "取图时间"},
       {"zone", "TEXT", "", "zone", "区域编号"},
       {"box_x_px", "REAL", "px", "left edge of what is accused", "目标框左边"},
       {"box_y_px", "REAL", "px", "upper edge of what is accused", "目标框上边"},
       {"box_width_px", "REAL", "px", "width of what is accused", "目标框宽"},
       {"box_height_px", "REAL", "px", "height of what is accused", "目标框高"},
       {"sha256", "TEXT", "", "hash of the picture file; empty when it was not kept", "图片文件校验值；未留存为空"},
       {"path", "TEXT", "", "path from the run's folder; empty when the file is not there",
        "自运行目录起的路径；文件不存在为空"},
       {"lost_because", "TEXT", "", "why the picture was not kept, as the journal says it", "未留存原因（日志原文）"}},
      [&from = from.run, &links = from.links](const RowSink& sink) {
        for (const auto& it : links.evidence()) {
          const auto& label = it.record.label;
          Cell x, y, width, height;
          if (label.box)
            x = label.box->x_px, y = label.box->y_px, width = label.box->width_px, height = label.box->height_px;
          sink({it.sighting, it.incident, label.camera, camera_name_of(from, label.camera),
                engine::name_of(label.moment), label.captured_at, text_or_nothing(label.zone), x, y, width, height,
                text_or_nothing(it.record.sha256), text_or_nothing(it.path), text_or_nothing(it.lost_because)});
        }
      }};
}

std::vector<ResultTable> result_tables(const ResultSource& from) {
  return {merchants_table(from), cameras_table(from),    zones_table(from),      duty_grids_table(from),
          officers_table(from),  violations_table(from), incidents_table(from),  notices_table(from),
          reports_table(from),   cases_table(from),      case_moves_table(from), colours_table(from),
          strikes_table(from),   sightings_table(from),  evidence_table(from),   frames_by_camera_table(from),
          policies_table(from),  demand_table(from)};
}

}  // namespace tricolor::harness
