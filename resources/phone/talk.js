/* Talking with the office PC: reading, sending, and what waits in the phone while it cannot be reached. */
"use strict";

var Store = {
  get: function (key, otherwise) {
    try {
      var text = window.localStorage.getItem("ymh." + key);
      return text === null ? otherwise : JSON.parse(text);
    } catch (error) {
      return otherwise;
    }
  },
  set: function (key, value) {
    try {
      window.localStorage.setItem("ymh." + key, JSON.stringify(value));
      return true;
    } catch (error) {
      return false; // full, or not allowed in this browser
    }
  },
  drop: function (key) {
    try {
      window.localStorage.removeItem("ymh." + key);
    } catch (error) {
      /* nothing to drop then */
    }
  }
};

var Talk = {
  me: null,
  offlineSince: 0,
  listeners: [],

  changed: function () {
    Talk.listeners.forEach(function (listener) { listener(); });
  },

  /* Resolves with {ok, status, data}; status 0: the PC was not reached. Never rejects. */
  ask: async function (path, options) {
    var settings = Object.assign({ credentials: "same-origin", cache: "no-store" }, options || {});
    var timer = null;
    if (window.AbortController) {
      var stop = new window.AbortController();
      settings.signal = stop.signal;
      timer = window.setTimeout(function () { stop.abort(); }, 60000);
    }
    var answer = { ok: false, status: 0, data: {} };
    try {
      var response = await window.fetch(path, settings);
      answer.status = response.status;
      answer.ok = response.ok;
      answer.data = await response.json();
    } catch (error) {
      if (answer.status === 0 || answer.ok) {
        answer = { ok: false, status: 0, data: {} };
      }
    }
    window.clearTimeout(timer);
    var was = Talk.offlineSince;
    Talk.offlineSince = answer.status === 0 ? (was || Date.now()) : 0;
    if (Boolean(was) !== Boolean(Talk.offlineSince)) {
      Talk.changed();
    }
    if (answer.status === 401) {
      Talk.me = null;
      Store.drop("me");
      Talk.changed();
    }
    return answer;
  },

  read: function (path) {
    return Talk.ask(path);
  },

  write: async function (path, data) {
    return Talk.send(path, "application/json", JSON.stringify(data));
  },

  send: async function (path, type, body) {
    var answer = { ok: false, status: 0, data: {} };
    for (var attempt = 0; attempt < 2; attempt += 1) {
      var headers = { "Content-Type": type };
      if (Talk.me) {
        headers["X-Csrf"] = Talk.me.csrf;
      }
      answer = await Talk.ask(path, { method: "POST", headers: headers, body: body });
      if (answer.status !== 403 || path === "/api/pair" || attempt === 1 || !(await Talk.knowMe())) {
        break; // a page that was open for long learns its proof anew, once
      }
    }
    return answer;
  },

  knowMe: async function () {
    var answer = await Talk.read("/api/me");
    if (answer.ok) {
      Talk.me = answer.data;
      Store.set("me", answer.data);
    } else if (answer.status === 0) {
      Talk.me = Store.get("me", null);
    }
    return answer.ok;
  }
};

/* What is to be sent. An item holds names of photos; each photo lies under its own key, shrunk, as a data URL. */
var Queue = {
  busy: false,
  wait: 4000,
  timer: null,

  items: function () {
    return Store.get("queue", []);
  },

  newId: function () {
    var bytes = new Uint8Array(16);
    window.crypto.getRandomValues(bytes);
    return Array.prototype.map.call(bytes, function (byte) { return ("0" + byte.toString(16)).slice(-2); }).join("");
  },

  /* Keeps it in the phone first; true when it is kept. */
  add: function (kind, payload, words, id) {
    var item = {
      id: id || Queue.newId(), kind: kind, payload: payload, words: words, at: Date.now(), tickets: {}, trouble: "",
      person: Talk.me ? Talk.me.person : ""
    };
    if (!Store.set("queue", Queue.items().concat([item]))) {
      return false;
    }
    Talk.changed();
    Queue.flush();
    return true;
  },

  change: function (id, change) {
    return Store.set("queue", Queue.items().map(function (item) { return item.id === id ? Object.assign(item, change) : item; }));
  },

  drop: function (id) {
    Queue.items().forEach(function (item) {
      if (item.id === id) {
        Photos.of(item.payload).forEach(Photos.drop);
      }
    });
    Store.set("queue", Queue.items().filter(function (item) { return item.id !== id; }));
    Talk.changed();
  },

  waiting: function () {
    return Queue.items().filter(function (item) { return !item.trouble; });
  },

  flush: async function () {
    if (Queue.busy) {
      return;
    }
    Queue.busy = true;
    window.clearTimeout(Queue.timer);
    var goes = true;
    while (goes) {
      var mine = Queue.waiting().filter(function (item) { return Talk.me && item.person === Talk.me.person; });
      if (!mine.length) {
        break;
      }
      goes = await Queue.sendOne(mine[0]);
    }
    Queue.busy = false;
    Queue.wait = goes ? 4000 : Math.min(Queue.wait * 1.6, 60000);
    if (!goes && Queue.waiting().length) {
      Queue.timer = window.setTimeout(Queue.again, Queue.wait);
    }
    Talk.changed();
  },

  again: async function () {
    if (!Talk.me || Talk.offlineSince) {
      await Talk.knowMe();
    }
    Queue.flush();
  },

  /* False: not now, try again later. */
  sendOne: async function (item) {
    var names = Photos.of(item.payload);
    for (var at = 0; at < names.length; at += 1) {
      if (!item.tickets[names[at]]) {
        var picture = Photos.blob(names[at]);
        if (!picture) {
          return Queue.fail(item, "照片在手机里找不到了，请重新填一次。");
        }
        var taken = await Talk.send("/api/photo", picture.type, picture);
        if (!taken.ok) {
          return Queue.judge(item, taken);
        }
        item.tickets[names[at]] = taken.data.ticket;
        Queue.change(item.id, { tickets: item.tickets });
      }
    }
    var sent = await Talk.write("/api/entry", {
      id: item.id,
      kind: item.kind,
      age: Math.max(0, Math.min(1209600, Math.round((Date.now() - item.at) / 1000))),
      payload: Photos.renamed(item.payload, item.tickets)
    });
    if (!sent.ok) {
      return Queue.judge(item, sent);
    }
    if (item.payload.anonymous) {
      Store.set("nameless", [item.id].concat(Store.get("nameless", [])).slice(0, 30));
    }
    if (sent.data.feedback && sent.data.feedback.length) {
      Store.set("feedback." + item.payload.post_id, sent.data.feedback);
    }
    Queue.drop(item.id);
    return true;
  },

  judge: function (item, answer) {
    var forGood = [400, 403, 404, 413, 415, 422];
    if (forGood.indexOf(answer.status) < 0) {
      return false;
    }
    return Queue.fail(item, (answer.data.problem || "办公室电脑没有收下。") + (answer.data.advice || ""));
  },

  /* A phone that has no room left to note it tries again later, not at once and for ever. */
  fail: function (item, trouble) {
    return Queue.change(item.id, { trouble: trouble });
  }
};

var Photos = {
  LONGEST: 1600,
  MOST_CHARACTERS: 620000,

  /* The names in a payload, wherever they stand. */
  of: function (payload) {
    var own = payload.photos || [];
    return (payload.marks || []).reduce(function (all, mark) { return all.concat(mark.photos); }, own.slice());
  },

  renamed: function (payload, names) {
    var copy = JSON.parse(JSON.stringify(payload));
    var call = function (name) { return names[name]; };
    if (copy.photos) {
      copy.photos = copy.photos.map(call);
    }
    (copy.marks || []).forEach(function (mark) { mark.photos = mark.photos.map(call); });
    return copy;
  },

  keep: function (dataUrl) {
    var name = "p" + Queue.newId();
    return Store.set("photo." + name, dataUrl) ? name : "";
  },

  url: function (name) {
    return Store.get("photo." + name, "");
  },

  drop: function (name) {
    Store.drop("photo." + name);
  },

  blob: function (name) {
    return Photos.toBlob(Photos.url(name));
  },

  toBlob: function (dataUrl) {
    var found = /^data:(image\/[a-z]+);base64,(.*)$/.exec(dataUrl);
    if (!found) {
      return null;
    }
    var text = window.atob(found[2]);
    var bytes = new Uint8Array(text.length);
    for (var at = 0; at < text.length; at += 1) {
      bytes[at] = text.charCodeAt(at);
    }
    return new window.Blob([bytes], { type: found[1] });
  },

  /* A photo made small enough to lie in the phone; drawing it anew leaves out where and with what it was taken. */
  shrink: function (file) {
    return new Promise(function (resolve, reject) {
      var url = window.URL.createObjectURL(file);
      var image = new window.Image();
      image.onload = function () {
        window.URL.revokeObjectURL(url);
        var longest = Photos.LONGEST;
        var made = "";
        do {
          var scale = Math.min(1, longest / Math.max(image.naturalWidth, image.naturalHeight));
          var canvas = document.createElement("canvas");
          canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
          canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
          var pen = canvas.getContext("2d");
          pen.fillStyle = "#fff";
          pen.fillRect(0, 0, canvas.width, canvas.height);
          pen.drawImage(image, 0, 0, canvas.width, canvas.height);
          made = canvas.toDataURL("image/jpeg", 0.75);
          longest = Math.round(longest * 0.75);
        } while (made.length > Photos.MOST_CHARACTERS && longest > 400);
        resolve(made);
      };
      image.onerror = function () {
        window.URL.revokeObjectURL(url);
        reject(new Error("no picture"));
      };
      image.src = url;
    });
  }
};

window.addEventListener("online", function () { Queue.again(); });
document.addEventListener("visibilitychange", function () {
  if (!document.hidden) {
    Queue.wait = 4000;
    Queue.again();
  }
});
