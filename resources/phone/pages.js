/* The pages. The part of the address behind # says which one is shown. */
"use strict";

var main = document.getElementById("main");
var nav = document.getElementById("nav");
var shown = 0; // grows with every page, so that a late answer does not land on another one
var MOMENT = 600; // milliseconds in which the second press of a hasty thumb comes

var ICONS = {
  tasks: ["M3 17l2 2 4-4", "M3 7l2 2 4-4", "M13 6h8", "M13 12h8", "M13 18h8"],
  report: ["M14.5 4h-5L7 7H4a2 2 0 0 0-2 2v9a2 2 0 0 0 2 2h16a2 2 0 0 0 2-2V9a2 2 0 0 0-2-2h-3l-2.5-3z", "M12 10a3 3 0 1 0 0 6 3 3 0 0 0 0-6"],
  card: ["M4 4h16v16H4z", "M8 9h8", "M8 13h8", "M8 17h5"],
  mine: ["M22 2L11 13", "M22 2l-7 20-4-9-9-4z"],
  today: ["M3 3v18h18", "M8 17V9", "M13 17V5", "M18 17v-3"]
};

function titled(words) {
  document.getElementById("title").textContent = words;
  document.title = words;
}

function fill() {
  main.textContent = "";
  endForm();
  showMenu(Boolean(Talk.me));
  Array.prototype.slice.call(arguments).forEach(function (child) { put(main, child); });
  window.scrollTo(0, 0);
  main.focus({ preventScroll: true });
}

function showMenu(there) {
  nav.hidden = !there;
  document.body.classList.toggle("menu", there);
}

function submit(button, back) {
  showMenu(false);
  document.body.classList.add("form");
  document.body.appendChild(submitBar(button, back));
}

/* The line of a form stays for a moment and does nothing: a second press sends nothing and does not meet the menu. */
function endForm() {
  document.body.classList.remove("form");
  var line = document.querySelector(".submit:not(.over)");
  if (line) {
    line.classList.add("over");
    disable(line);
    window.setTimeout(function () { line.remove(); }, MOMENT);
  }
}

function go(hash) {
  endForm(); // at once: the page itself changes only after the next press may have come
  if (window.location.hash === hash) {
    show();
  } else {
    window.location.hash = hash;
  }
}

function words(answer) {
  if (answer.status === 0) {
    return "没连上办公室电脑。请看看手机是不是连着厂里的 Wi-Fi，过一会儿再点。";
  }
  return (answer.data.problem || "没有打开。") + (answer.data.advice || "");
}

function trouble(answer, again) {
  fill(make("p", { class: "error" }, words(answer)), make("button", { class: "wide", type: "button", click: again || show }, "再试一次"));
}

/* ---- the frame ---- */

function showFrame() {
  var waiting = Queue.waiting().length;
  var line = document.getElementById("line");
  var says = "";
  if (Talk.offlineSince) {
    says = waiting ? "没连上办公室电脑，" + waiting + " 条内容已存在手机里，连上后自动发送。" : "没连上办公室电脑。填的内容会先存在手机里。";
    if (Date.now() - Talk.offlineSince > 60000) {
      says += "一直连不上：看看手机连的是不是厂里的 Wi-Fi，电脑和程序开着没有；都对，可能是电脑的地址变了，请到办公室电脑的“手机端”重新扫码。先不要清除本页面的内容。";
    }
  } else if (waiting && !Talk.me) {
    says = waiting + " 条内容还存在手机里，重新绑定后自动发送。";
  } else if (waiting) {
    says = "还有 " + waiting + " 条正在发送…";
  }
  line.textContent = says;
  line.hidden = !says;
  document.getElementById("who").textContent = Talk.me ? Talk.me.person : "";
  nav.textContent = "";
  if (!Talk.me) {
    showMenu(false);
    return;
  }
  var here = window.location.hash.split("/")[1] || "tasks";
  var troubles = Queue.items().length - waiting;
  [["tasks", "任务"], ["report", "随手拍"], ["card", "告知卡"], ["mine", "我发的"]].concat(Talk.me.leads ? [["today", "今天"]] : [])
    .forEach(function (entry) {
      var link = make("a", { href: "#/" + entry[0], "aria-current": here === entry[0] ? "page" : null }, icon(ICONS[entry[0]]), entry[1]);
      if (entry[0] === "mine" && waiting + troubles) {
        put(link, make("b", { "aria-label": "没发出的" }, waiting + troubles));
      }
      put(nav, link);
    });
}

async function show() {
  shown += 1;
  var parts = window.location.hash.replace(/^#\/?/, "").split("/").map(decodeURIComponent);
  if (!Talk.me) {
    unpaired();
    return;
  }
  var page = PAGES[parts[0] || "tasks"] || PAGES.tasks;
  showFrame();
  await page(parts.slice(1), shown);
}

function unpaired() {
  shown += 1; // an answer that is still on its way lands nowhere
  showFrame();
  titled("双重预防");
  var offline = Talk.offlineSince;
  fill(make("div", { class: "notice" },
    make("h2", {}, offline ? "没连上办公室电脑" : "这部手机还没有绑定"),
    make("p", {}, offline
      ? "请看看手机是不是连着厂里的 Wi-Fi，办公室电脑和程序是不是开着。"
      : "请到办公室电脑上打开“手机端”，选好您的名字，用手机扫那个二维码。"),
    make("p", { class: "hint" }, "卡上的内容，请直接看墙上的岗位安全风险告知卡。出了事先停机、喊人。"),
    make("button", { class: "wide main", type: "button", click: start }, "再试一次")));
}

async function pairWith(code) {
  titled("绑定手机");
  fill(make("p", {}, "正在绑定…"));
  var answer = await Talk.write("/api/pair", { code: code });
  if (!answer.ok) {
    fill(make("div", { class: "notice" }, make("p", { class: "sign error", "aria-hidden": "true" }, "!"),
      make("h2", {}, "没有绑定上"), make("p", {}, words(answer)),
      make("button", { class: "wide", type: "button", click: start }, "返回")));
    return;
  }
  await Talk.knowMe();
  showFrame();
  fill(make("div", { class: "notice" }, make("p", { class: "sign ok", "aria-hidden": "true" }, "✓"),
    make("h2", {}, "绑定好了"), make("p", {}, "这是" + Talk.me.person + "的手机（" + Talk.me.phone + "）。"),
    make("p", { class: "hint" }, "建议把本页添加到手机桌面或收藏。手机丢了，请马上告诉办公室解除绑定。"),
    make("button", { class: "wide main", type: "button", click: function () { go("#/tasks"); } }, "看我的任务")));
  showMenu(false);
}

/* ---- my tasks ---- */

async function tasksPage(parts, mine) {
  titled("我的任务");
  var kept = Store.get("tasks", null);
  if (kept && kept.person === Talk.me.person) {
    showTasks(kept.tasks);
  } else {
    fill(make("p", { class: "hint" }, "正在打开…"));
  }
  var answer = await Talk.read("/api/tasks");
  if (mine !== shown) {
    return;
  }
  if (answer.ok) {
    Store.set("tasks", { person: Talk.me.person, tasks: answer.data });
    showTasks(answer.data);
    keepSheets(answer.data.checks);
  } else if (!kept && answer.status !== 401) {
    trouble(answer);
  }
}

function queued(kind, test) {
  return Queue.items().some(function (item) { return item.kind === kind && !item.trouble && test(item.payload); });
}

function showTasks(tasks) {
  var checks = tasks.checks.filter(function (each) {
    return !queued("check", function (sent) { return sent.plan_id === each.plan && sent.day === each.day; });
  });
  var rectify = tasks.rectify.filter(function (each) { return !queued("rectified", function (sent) { return sent.danger_id === each.id; }); });
  fill(
    make("h2", {}, checks.length ? "要查的（" + checks.length + "）" : "现在没有要查的"),
    checks.map(function (each) {
      var draft = Store.get("draft.check." + each.plan + "." + each.day, null);
      return make("button", { class: "tile", type: "button", click: function () { go("#/check/" + encodeURIComponent(each.plan) + "/" + each.day); } },
        make("span", { class: "grow" }, make("span", { class: "big" }, each.title),
          make("small", { class: each.overdue ? "late" : "" }, each.items + " 项 · " + (each.overdue ? "已超期 " + each.overdue + " 天" : "最晚 " + each.due) + (draft ? " · 填了一半" : ""))),
        make("span", { "aria-hidden": "true" }, "›"));
    }),
    make("h2", {}, rectify.length ? "要整改的（" + rectify.length + "）" : "没有交给您整改的"),
    rectify.map(function (each) {
      return make("button", { class: "tile", type: "button", click: function () { go("#/fix/" + encodeURIComponent(each.id)); } },
        make("span", { class: "grow" }, make("span", { class: "big" }, each.title),
          make("small", { class: each.overdue || each.returned ? "late" : "" }, (each.returned ? "退回重改 · " : "") + each.place + (each.deadline ? " · " + each.deadline + "前改完" : "") + (each.overdue ? "，已超期" : ""))),
        make("span", { "aria-hidden": "true" }, "›"));
    }),
    Talk.me.leads && tasks.accept.length ? make("button", { class: "wide", type: "button", click: function () { go("#/today"); } }, "有 " + tasks.accept.length + " 条等着验收") : null,
    tasks.posts.length ? make("h2", {}, "我的岗位") : null,
    tasks.posts.map(function (each) {
      return make("button", { class: "tile", type: "button", click: function () { go("#/card/" + each.code); } },
        make("span", { class: "grow" }, make("span", { class: "big" }, each.name), make("small", {}, "看告知卡 " + each.code)),
        make("span", { "aria-hidden": "true" }, "›"));
    })
  );
  showFrame();
}

/* The sheets of what is due, so that a check can be begun while the PC sleeps. */
async function keepSheets(checks) {
  for (var at = 0; at < Math.min(checks.length, 6); at += 1) {
    var key = "sheet." + checks[at].plan + "." + checks[at].day;
    if (!Store.get(key, null)) {
      var answer = await Talk.read("/api/check?plan=" + encodeURIComponent(checks[at].plan) + "&day=" + checks[at].day);
      if (!answer.ok || !Store.set(key, answer.data)) {
        return;
      }
    }
  }
}

/* ---- a check ---- */

async function checkPage(parts, mine) {
  titled("检查");
  var key = parts[0] + "." + parts[1];
  fill(make("p", { class: "hint" }, "正在打开…"));
  var answer = await Talk.read("/api/check?plan=" + encodeURIComponent(parts[0]) + "&day=" + parts[1]);
  if (mine !== shown) {
    return;
  }
  if (answer.ok) {
    Store.set("sheet." + key, answer.data);
  }
  var sheet = answer.ok ? answer.data : answer.status === 0 ? Store.get("sheet." + key, null) : null;
  if (!sheet) {
    trouble(answer);
    return;
  }
  showCheck(sheet, key);
}

function showCheck(sheet, key) {
  var draftKey = "draft.check." + key;
  var draft = Store.get(draftKey, { marks: {}, seconds: 0, note: "", id: Queue.newId() });
  var opened = Date.now();
  titled(sheet.title);
  function keep() {
    draft.seconds += Math.min(3600, Math.round((Date.now() - opened) / 1000));
    opened = Date.now();
    if (!Store.set(draftKey, draft)) {
      toast("手机里存不下了，请先把前面的发出去。");
    }
  }
  var send = make("button", { class: "main", type: "button", click: done });
  function count() {
    var bad = Object.keys(draft.marks).filter(function (number) { return draft.marks[number].state === "abnormal"; }).length;
    send.textContent = bad ? "提交，" + bad + " 处有问题" : Object.keys(draft.marks).length ? "提交" : "全部正常，提交";
  }
  function line(item) {
    var mark = draft.marks[item.number];
    var extra = make("div", {});
    var box = make("section", { class: "card", "aria-label": "第 " + item.number + " 项" },
      make("p", { class: "big" }, item.number + ". " + item.what),
      item.standard ? make("p", {}, item.standard) : null,
      item.place ? make("p", { class: "hint" }, item.place) : null);
    var buttons = [["normal", "正常", "yes"], ["abnormal", "有问题", "no"], ["not_involved", "不涉及", ""]].map(function (each) {
      return make("button", { type: "button", class: each[2], "data-state": each[0], "aria-label": "第 " + item.number + " 项 " + each[1], click: function () { choose(each[0]); } }, each[1]);
    });
    function choose(state) {
      if (state === "normal") {
        if (mark) {
          mark.photos.forEach(Photos.drop);
        }
        mark = undefined;
        delete draft.marks[item.number];
      } else {
        mark = mark || { number: item.number, state: state, note: "", photos: [] };
        mark.state = state;
        draft.marks[item.number] = mark;
      }
      keep();
      paint();
      count();
    }
    function paint() {
      var state = mark ? mark.state : "normal";
      buttons.forEach(function (button) { button.setAttribute("aria-pressed", String(button.getAttribute("data-state") === state)); });
      box.className = state === "abnormal" ? "card bad" : "card";
      extra.textContent = "";
      if (state === "abnormal") {
        var note = make("textarea", { maxlength: "200", "aria-label": "第 " + item.number + " 项 看到了什么" });
        note.value = mark.note;
        note.addEventListener("input", function () { mark.note = note.value; keep(); });
        put(extra, [field("看到了什么", note), photoPicker("拍照片", mark.photos, keep)]);
      }
    }
    put(box, [make("div", { class: "three", role: "group", "aria-label": "第 " + item.number + " 项的结果" }, buttons), extra]);
    paint();
    return box;
  }
  function done() {
    keep();
    var payload = {
      plan_id: sheet.plan, day: sheet.day, seconds: Math.min(86400, draft.seconds), note: draft.note,
      marks: Object.keys(draft.marks).map(function (number) { return draft.marks[number]; })
    };
    var bad = payload.marks.filter(function (mark) { return mark.state === "abnormal"; }).length;
    // The draft's own number: sent again after a restart, it is the same thing.
    if (!Queue.add("check", payload, sheet.title + "：" + (bad ? bad + " 处有问题" : "全部正常"), draft.id)) {
      toast("手机里存不下了，请先把前面的发出去。");
      return;
    }
    Store.drop(draftKey);
    Store.drop("sheet." + key);
    toast("已交。办公室确认后就记下了。");
    go("#/tasks");
  }
  var remark = make("textarea", { maxlength: "200" });
  remark.value = draft.note;
  remark.addEventListener("input", function () { draft.note = remark.value; keep(); });
  fill(make("p", { class: "hint" }, "没问题的不用点。有问题的点“有问题”，写一句，拍张照。"), sheet.lines.map(line), field("备注（可以不写）", remark));
  count();
  submit(send, function () { go("#/tasks"); });
}

/* ---- report ---- */

function reportPage() {
  titled("随手拍隐患");
  var draft = Store.get("draft.report", { what: "", place: "", photos: [], anonymous: false, id: Queue.newId() });
  function keep() {
    if (!Store.set("draft.report", draft)) {
      toast("手机里存不下了，请先把前面的发出去。");
    }
  }
  var what = make("textarea", { maxlength: "300", placeholder: "例如：配电箱门关不上" });
  what.value = draft.what;
  what.addEventListener("input", function () { draft.what = what.value; keep(); });
  var place = make("input", { type: "text", maxlength: "60", placeholder: "例如：木工车间东头" });
  place.value = draft.place;
  place.addEventListener("input", function () { draft.place = place.value; keep(); });
  var nameless = make("input", { type: "checkbox" });
  nameless.checked = draft.anonymous && Talk.me.anonymous;
  nameless.addEventListener("change", function () { draft.anonymous = nameless.checked; keep(); });
  var problem = make("p", { class: "error", role: "alert" });
  function send() {
    if (!what.value.trim()) {
      problem.textContent = "还没有写看到了什么。写一句就行。";
      what.focus();
      return;
    }
    var payload = { what: what.value.trim(), place: place.value.trim(), photos: draft.photos, anonymous: nameless.checked };
    if (!Queue.add("danger", payload, payload.what, draft.id)) {
      toast("手机里存不下了，请先把前面的发出去。");
      return;
    }
    Store.drop("draft.report");
    toast("谢谢！已发给办公室，处理结果在“我发的”里看。");
    go("#/mine");
  }
  fill(
    make("p", { class: "hint" }, "马上要出事的，先停机、喊人，再拍。"),
    photoPicker("拍照片", draft.photos, keep),
    field("看到了什么", what), field("在哪里", place),
    Talk.me.anonymous ? make("label", { class: "tick" }, nameless, "不留名字") : null,
    Talk.me.anonymous ? make("p", { class: "hint" }, "勾上以后，电脑里不记是谁、哪部手机发的。") : null,
    problem);
  submit(make("button", { class: "main", type: "button", click: send }, "发给办公室"), function () { go("#/tasks"); });
}

/* ---- cards ---- */

async function cardPage(parts, mine) {
  if (parts[1] === "sign") {
    return signPage(parts[0], mine);
  }
  if (parts[1] === "quiz") {
    return quizPage(parts[0], mine);
  }
  titled("告知卡");
  if (!parts[0]) {
    findCard();
    return undefined;
  }
  fill(make("p", { class: "hint" }, "正在打开…"));
  var answer = await Talk.read("/api/card?code=" + encodeURIComponent(parts[0]));
  if (mine !== shown) {
    return undefined;
  }
  if (!answer.ok) {
    trouble(answer, function () { go("#/card"); });
    return undefined;
  }
  showCard(answer.data);
  return undefined;
}

function findCard() {
  var code = make("input", { type: "text", maxlength: "20", placeholder: "例如 P-0007 或 7", autocomplete: "off" });
  var problem = make("p", { class: "error", role: "alert" });
  var recent = Store.get("cards", []);
  function open() {
    if (code.value.trim()) {
      go("#/card/" + encodeURIComponent(code.value.trim()));
    }
  }
  code.addEventListener("keydown", function (event) {
    if (event.key === "Enter") {
      open();
    }
  });
  async function read(file) {
    problem.textContent = "正在看二维码…";
    try {
      var picture = Photos.toBlob(await Photos.shrink(file));
      var answer = await Talk.send("/api/read-card", picture.type, picture);
      if (answer.ok) {
        go("#/card/" + answer.data.code);
      } else {
        problem.textContent = words(answer);
      }
    } catch (error) {
      problem.textContent = "这张照片打不开，请再拍一张，或者输入岗位编号。";
    }
  }
  fill(
    make("p", {}, "拍一下卡上的二维码，或者输入卡上的岗位编号。"),
    fileButton("拍告知卡上的二维码", read, "main"), problem,
    field("岗位编号", code), make("button", { class: "wide", type: "button", click: open }, "看这张卡"),
    recent.length ? make("h2", {}, "看过的") : null,
    recent.map(function (each) {
      return make("button", { class: "tile", type: "button", click: function () { go("#/card/" + each.code); } },
        make("span", { class: "grow" }, make("span", { class: "big" }, each.name), make("small", {}, each.code)), make("span", { "aria-hidden": "true" }, "›"));
    }));
  showFrame();
}

function showCard(card) {
  titled(card.post);
  Store.set("cards", [{ code: card.code, name: card.post }].concat(Store.get("cards", []).filter(function (each) { return each.code !== card.code; })).slice(0, 6));
  var waits = card.sent || queued("card", function (sent) { return sent.post_id === card.postId; });
  var feedback = Store.get("feedback." + card.postId, null);
  fill(
    make("p", { class: "row" }, make("span", { class: "level " + card.tone }, card.level), make("span", { class: "hint" }, card.code + (card.place ? " · " + card.place : ""))),
    card.accidents.length ? [make("h2", {}, "会出什么事"), list("ul", card.accidents)] : null,
    card.dangers.length ? [make("h2", {}, "哪里危险"), list("ul", card.dangers)] : null,
    card.musts.length ? [make("h2", {}, "必须做到"), list("ol", card.musts)] : null,
    make("h2", {}, "出事怎么办"), list("ol", card.emergency),
    make("p", { class: "hint" }, (card.person ? "负责人：" + card.person + "　" : "") + (card.officer ? "安全员：" + card.officer : "")),
    make("p", { class: "hint" }, "电话印在墙上的卡上。火警 119，急救 120。"),
    !card.edition ? null : card.signedOn ? make("p", { class: "ok" }, "您 " + card.signedOn + " 已签收。")
      : waits ? make("p", { class: "ok" }, "您的签收已发出，等办公室确认。")
        : make("button", { class: "wide main", type: "button", click: function () { go("#/card/" + card.code + "/sign"); } }, "我看过了，签收"),
    !card.edition ? null : make("button", { class: "wide", type: "button", click: function () { go("#/card/" + card.code + "/quiz"); } },
      card.right === null ? "答岗位三问" : "岗位三问（上次答对 " + card.right + " 问）"),
    feedback ? make("section", { class: "card" }, make("p", { class: "big" }, "三问的答案"), make("ol", {}, feedback.map(function (each) {
      return make("li", { class: each.right ? "ok" : "error" }, (each.right ? "对：" : "正确的是：") + each.answer);
    }))) : null);
  showFrame();
}

async function signPage(code, mine) {
  titled("签收告知卡");
  fill(make("p", { class: "hint" }, "正在打开…"));
  var answer = await Talk.read("/api/card?code=" + encodeURIComponent(code));
  if (mine !== shown) {
    return;
  }
  if (!answer.ok || !answer.data.edition) {
    trouble(answer);
    return;
  }
  var card = answer.data;
  var pad = signaturePad();
  var problem = make("p", { class: "error", role: "alert" });
  function send() {
    var drawn = pad.picture();
    if (!drawn) {
      problem.textContent = "还没有签名。请用手指在框里写上名字。";
      return;
    }
    var name = Photos.keep(drawn);
    if (!name || !Queue.add("card", { post_id: card.postId, edition: card.edition, photos: [name] }, card.post + "的告知卡")) {
      toast("手机里存不下了，请先把前面的发出去。");
      return;
    }
    toast("签收已发出，等办公室确认。");
    go("#/card/" + card.code + "/quiz");
  }
  fill(make("p", {}, "我是" + Talk.me.person + "，已经看过“" + card.post + "”的告知卡，知道哪里危险、必须做到什么、出事怎么办。"), pad.element, problem,
    make("button", { class: "wide", type: "button", click: pad.clear }, "重写"));
  submit(make("button", { class: "main", type: "button", click: send }, "签收"), function () { go("#/card/" + card.code); });
  pad.fit();
}

async function quizPage(code, mine) {
  titled("岗位三问");
  fill(make("p", { class: "hint" }, "正在打开…"));
  var answer = await Talk.read("/api/quiz?code=" + encodeURIComponent(code));
  if (mine !== shown) {
    return;
  }
  if (!answer.ok) {
    trouble(answer, function () { go("#/card/" + code); });
    return;
  }
  var quiz = answer.data;
  var chosen = quiz.questions.map(function () { return ""; });
  var problem = make("p", { class: "error", role: "alert" });
  function send() {
    if (chosen.indexOf("") >= 0) {
      problem.textContent = "还有没答的，每一问选一个。";
      return;
    }
    Store.drop("feedback." + quiz.postId);
    if (!Queue.add("quiz", { post_id: quiz.postId, edition: quiz.edition, letters: chosen.join("") }, quiz.post + "的三问")) {
      toast("手机里存不下了，请先把前面的发出去。");
      return;
    }
    toast("已交。");
    go("#/card/" + code);
  }
  fill(quiz.questions.map(function (question, at) {
    var buttons = question.options.map(function (option, place) {
      var letter = "ABC".charAt(place);
      return make("button", { class: "tile", type: "button", "aria-pressed": "false", click: function () {
        chosen[at] = letter;
        buttons.forEach(function (button, other) { button.setAttribute("aria-pressed", String(other === place)); });
      } }, letter + ". " + option);
    });
    return make("section", { class: "card", "aria-label": "第 " + (at + 1) + " 问" }, make("p", { class: "big" }, (at + 1) + ". " + question.asked), buttons);
  }), problem);
  submit(make("button", { class: "main", type: "button", click: send }, "交卷"), function () { go("#/card/" + code); });
}

/* ---- putting right ---- */

function dangerPhotos(danger) {
  var photos = [];
  for (var at = 0; at < danger.photos; at += 1) {
    photos.push(make("img", { src: "/api/danger-photo?id=" + encodeURIComponent(danger.id) + "&n=" + at, alt: "隐患照片 " + (at + 1), loading: "lazy" }));
  }
  return photos.length ? make("div", { class: "photos" }, photos.map(function (photo) { return make("figure", {}, photo); })) : null;
}

async function fixPage(parts, mine) {
  titled("整改");
  fill(make("p", { class: "hint" }, "正在打开…"));
  var answer = await Talk.read("/api/tasks");
  if (mine !== shown) {
    return;
  }
  var kept = Store.get("tasks", null);
  var tasks = answer.ok ? answer.data : kept && kept.person === Talk.me.person ? kept.tasks : null;
  var danger = tasks ? tasks.rectify.filter(function (each) { return each.id === parts[0]; })[0] : null;
  if (!danger) {
    if (answer.ok) {
      fill(make("p", {}, "这一条不归您办，或者已经办完了。"), make("button", { class: "wide", type: "button", click: function () { go("#/tasks"); } }, "回到我的任务"));
    } else {
      trouble(answer);
    }
    return;
  }
  var draftKey = "draft.fix." + danger.id;
  var draft = Store.get(draftKey, { done: "", photos: [], id: Queue.newId() });
  function keep() {
    Store.set(draftKey, draft);
  }
  var done = make("textarea", { maxlength: "300", placeholder: "例如：已装上防护罩" });
  done.value = draft.done;
  done.addEventListener("input", function () { draft.done = done.value; keep(); });
  var problem = make("p", { class: "error", role: "alert" });
  function send() {
    if (!done.value.trim()) {
      problem.textContent = "还没有写怎么改的。写一句就行。";
      done.focus();
      return;
    }
    if (!Queue.add("rectified", { danger_id: danger.id, done: done.value.trim(), photos: draft.photos }, danger.title + "：" + done.value.trim(), draft.id)) {
      toast("手机里存不下了，请先把前面的发出去。");
      return;
    }
    Store.drop(draftKey);
    toast("已发给办公室，等验收。");
    go("#/tasks");
  }
  fill(
    make("section", { class: "card" }, make("p", { class: "big" }, danger.title),
      make("p", { class: "hint" }, danger.code + " · " + danger.place + " · " + danger.status),
      danger.deadline ? make("p", { class: danger.overdue ? "error" : "" }, danger.deadline + "前改完" + (danger.overdue ? "，已超期" : "")) : null,
      danger.measures ? make("p", {}, "怎么改：" + danger.measures) : null, dangerPhotos(danger)),
    danger.major ? make("p", {}, "这是重大隐患，整改情况请到办公室电脑上办。") : [make("h2", {}, "改好了"), photoPicker("拍改好的照片", draft.photos, keep), field("怎么改的", done), problem]);
  if (!danger.major) {
    submit(make("button", { class: "main", type: "button", click: send }, "改好了，请验收"), function () { go("#/tasks"); });
  }
}

/* ---- what I sent ---- */

async function minePage(parts, mine) {
  titled("我发的");
  showMine(null);
  var answer = await Talk.write("/api/sent", { ids: Store.get("nameless", []) });
  if (mine === shown) {
    showMine(answer.ok ? answer.data : null, answer.ok ? "" : words(answer));
  }
}

function showMine(lines, says) {
  var items = Queue.items();
  fill(
    items.length ? make("h2", {}, "还在手机里（" + items.length + "）") : null,
    items.map(function (item) {
      var other = Talk.me && item.person !== Talk.me.person;
      return make("section", { class: "card" }, make("p", { class: "big" }, item.words),
        make("p", { class: item.trouble || other ? "error" : "hint" }, other ? "这是" + item.person + "填的，不能用您的名字发。" : item.trouble || "连上办公室电脑后自动发送。"),
        make("div", { class: "row" },
          item.trouble && !other ? make("button", { type: "button", click: function () { Queue.change(item.id, { trouble: "" }); Queue.flush(); show(); } }, "再发一次") : null,
          item.trouble || other ? make("button", { class: "danger", type: "button", click: function () { Queue.drop(item.id); show(); } }, "删掉") : null));
    }),
    items.some(function (item) { return !item.trouble; }) ? make("button", { class: "wide", type: "button", click: function () { Queue.again().then(show); } }, "现在就发") : null,
    make("h2", {}, "发过的"),
    lines === null ? make("p", { class: "hint" }, says || "正在打开…") : lines.length ? lines.map(function (line) {
      return make("section", { class: "card" }, make("p", { class: "big" }, line.words),
        make("p", { class: "hint" }, line.kind + " · " + line.at),
        make("p", { class: line.state === "refused" ? "error" : line.state === "accepted" ? "ok" : "" },
          line.label + (line.said ? "：" + line.said : "") + (line.now ? "，现在：" + line.now : "")));
    }) : make("p", { class: "hint" }, "还没有发过。"),
    make("p", { class: "hint" }, Talk.me ? "本机：" + Talk.me.phone + "，" + Talk.me.person : ""),
    make("button", { class: "wide", type: "button", click: leave }, "解除这部手机的绑定"));
  showFrame();
}

async function leave() {
  if (!window.confirm("解除以后，这部手机要重新扫码才能用。没发出去的内容会删掉。要解除吗？")) {
    return;
  }
  var answer = await Talk.write("/api/leave", {});
  if (!answer.ok) {
    toast(words(answer));
    return;
  }
  Queue.items().forEach(function (item) { Queue.drop(item.id); });
  try {
    window.localStorage.clear();
  } catch (error) {
    /* nothing is kept then */
  }
  Talk.me = null;
  show();
}

/* ---- for whoever leads ---- */

async function todayPage(parts, mine) {
  titled("今天");
  fill(make("p", { class: "hint" }, "正在打开…"));
  var figures = await Talk.read("/api/figures");
  var tasks = figures.ok ? await Talk.read("/api/tasks") : figures;
  if (mine !== shown) {
    return;
  }
  if (!figures.ok || !tasks.ok) {
    trouble(figures.ok ? tasks : figures);
    return;
  }
  var found = figures.data;
  function figure(number, says, bad) {
    return make("div", { class: "card" }, make("strong", { class: bad ? "error" : "" }, number), says);
  }
  var accept = tasks.data.accept.filter(function (each) { return !queued("acceptance", function (sent) { return sent.danger_id === each.id; }); });
  fill(
    make("div", { class: "figures" },
      figure(found.checksLeft, "次检查没做" + (found.checksOverdue ? "，" + found.checksOverdue + " 次超期" : ""), found.checksOverdue),
      figure(found.open, "条隐患没销号" + (found.overdue ? "，" + found.overdue + " 条超期" : ""), found.overdue),
      figure(found.closed + " / " + found.known, "隐患已销号 / 已登记"),
      figure(found.waiting, "条等办公室确认")),
    make("h2", {}, accept.length ? "等您验收（" + accept.length + "）" : "没有等您验收的"),
    accept.map(acceptCard));
  showFrame();
}

function acceptCard(danger) {
  var say = make("textarea", { maxlength: "300", "aria-label": danger.code + " 哪里没改好" });
  var problem = make("p", { class: "error", role: "alert" });
  function send(passed) {
    if (!passed && !say.value.trim()) {
      problem.textContent = "请写一句哪里没改好。";
      say.focus();
      return;
    }
    var payload = { danger_id: danger.id, passed: passed, words: say.value.trim() };
    if (!Queue.add("acceptance", payload, danger.title + (passed ? "：验收通过" : "：没通过"))) {
      toast("手机里存不下了，请先把前面的发出去。");
      return;
    }
    toast("已发给办公室。");
    disable(card);
    var mine = shown; // the next one comes where this one is: not under the second press
    window.setTimeout(function () {
      if (mine === shown) {
        show();
      }
    }, MOMENT);
  }
  var card = make("section", { class: "card" }, make("p", { class: "big" }, danger.title),
    make("p", { class: "hint" }, danger.code + " · " + danger.place), make("p", {}, danger.doneBy + "：" + danger.done), dangerPhotos(danger),
    danger.major ? make("p", {}, "重大隐患请到办公室电脑上验收。") : [field("意见（没改好要写）", say), problem,
      make("div", { class: "row" },
        make("button", { class: "main grow", type: "button", "aria-label": danger.code + " 验收通过", click: function () { send(true); } }, "验收通过"),
        make("button", { class: "danger", type: "button", "aria-label": danger.code + " 没改好", click: function () { send(false); } }, "没改好"))]);
  return card;
}

var PAGES = {
  tasks: tasksPage, check: checkPage, report: reportPage, card: cardPage, fix: fixPage, mine: minePage, today: todayPage
};

/* ---- the start ---- */

async function start() {
  var bind = /^#bind=([A-Za-z0-9_-]{6,40})$/.exec(window.location.hash);
  if (bind) {
    window.history.replaceState(null, "", "/"); // the code works once and need not stay in the history
    await pairWith(bind[1]);
    return;
  }
  await Talk.knowMe();
  var post = /^\/i\/([^/]+)$/.exec(window.location.pathname);
  if (post) {
    window.history.replaceState(null, "", "/#/card/" + post[1]);
  }
  show();
  Queue.flush();
}

window.addEventListener("hashchange", function () {
  if (/^#bind=/.test(window.location.hash)) {
    start();
  } else {
    show();
  }
});
Talk.listeners.push(function () {
  if (!Talk.me && main.dataset.paired === "yes") {
    unpaired();
  } else {
    showFrameKeeping();
  }
  main.dataset.paired = Talk.me ? "yes" : "no";
  var left = String(Queue.items().length); // what was sent shows on pages that tell of it
  if (main.dataset.left !== left && /^#\/(mine|card\/[^/]+)$/.test(window.location.hash) && Talk.me) {
    main.dataset.left = left;
    show();
  }
  main.dataset.left = left;
});

/* The frame changes while a form is open; its own line at the bottom then stays in place of the menu. */
function showFrameKeeping() {
  showFrame();
  showMenu(Boolean(Talk.me) && !document.body.classList.contains("form"));
}

window.setInterval(function () {
  if (Talk.offlineSince) {
    showFrameKeeping();
  }
}, 15000);
start();
