/* Pieces that the pages are built of. Text is always set as text, never as markup. */
"use strict";

var SVG = "http://www.w3.org/2000/svg";

/* make("p", {class: "hint"}, "words", child…) */
function make(tag, attributes) {
  var element = document.createElement(tag);
  Object.keys(attributes || {}).forEach(function (name) {
    var value = attributes[name];
    if (typeof value === "function") {
      element.addEventListener(name, value);
    } else if (value === true) {
      element.setAttribute(name, "");
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value);
    }
  });
  Array.prototype.slice.call(arguments, 2).forEach(function (child) { put(element, child); });
  return element;
}

function put(parent, child) {
  if (Array.isArray(child)) {
    child.forEach(function (each) { put(parent, each); });
  } else if (child !== null && child !== undefined && child !== "" && child !== false) {
    parent.appendChild(typeof child === "object" ? child : document.createTextNode(String(child)));
  }
}

function icon(paths) {
  var drawing = document.createElementNS(SVG, "svg");
  var attributes = { viewBox: "0 0 24 24", fill: "none", stroke: "currentColor", "stroke-width": "2", "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true" };
  Object.keys(attributes).forEach(function (name) { drawing.setAttribute(name, attributes[name]); });
  paths.forEach(function (d) {
    var path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    drawing.appendChild(path);
  });
  return drawing;
}

function disable(element) {
  Array.prototype.slice.call(element.querySelectorAll("button")).forEach(function (button) { button.disabled = true; });
}

function toast(words) {
  var box = document.getElementById("toast");
  box.textContent = words;
  box.hidden = false;
  window.clearTimeout(toast.timer);
  toast.timer = window.setTimeout(function () { box.hidden = true; }, 3500);
}

function field(words, input) {
  return make("label", { class: "field" }, words, input);
}

function list(kind, lines) {
  return make(kind, {}, lines.map(function (line) { return make("li", {}, line); }));
}

/* Photos that are added and taken away. `names` is kept as it is and changed in place; `changed` is called after. */
function photoPicker(label, names, changed) {
  var box = make("div", {});
  function show() {
    box.textContent = "";
    put(box, make("div", { class: "photos" }, names.map(function (name, at) {
      return make("figure", {},
        make("img", { src: Photos.url(name), alt: label + " " + (at + 1) }),
        make("button", { type: "button", click: function () { remove(name); }, "aria-label": "去掉" + label + " " + (at + 1) }, "去掉"));
    })));
    if (names.length < 6) {
      put(box, fileButton(names.length ? "再拍一张" : label, take));
    }
  }
  function remove(name) {
    names.splice(names.indexOf(name), 1);
    Photos.drop(name);
    changed();
    show();
  }
  async function take(file) {
    try {
      var name = Photos.keep(await Photos.shrink(file));
      if (!name) {
        toast("手机里存不下更多照片了，请先把前面的发出去。");
        return;
      }
      names.push(name);
      changed();
      show();
    } catch (error) {
      toast("这张照片打不开，请用手机相机再拍一张。");
    }
  }
  show();
  return box;
}

/* A button that opens the camera or the album; works without a secure connection. */
function fileButton(words, take, look) {
  var input = make("input", { type: "file", accept: "image/*", capture: "environment" });
  input.addEventListener("change", function () {
    var file = input.files && input.files[0];
    input.value = "";
    if (file) {
      take(file);
    }
  });
  return make("label", { class: "button wide " + (look || "") },
    icon(["M14.5 4h-5L7 7H4a2 2 0 0 0-2 2v9a2 2 0 0 0 2 2h16a2 2 0 0 0 2-2V9a2 2 0 0 0-2-2h-3l-2.5-3z", "M12 10a3 3 0 1 0 0 6 3 3 0 0 0 0-6"]),
    words, input);
}

/* A place to sign with a finger. `picture` gives a PNG, empty while nothing is written. */
function signaturePad() {
  var pad = make("canvas", { class: "pad", role: "img", "aria-label": "用手指在这里签名" });
  var strokes = 0;
  var last = null;
  function pen() {
    return pad.getContext("2d");
  }
  function fit() {
    var box = pad.getBoundingClientRect();
    pad.width = Math.max(200, Math.round(box.width));
    pad.height = Math.max(100, Math.round(box.height));
    clear();
  }
  function clear() {
    pen().fillStyle = "#fff";
    pen().fillRect(0, 0, pad.width, pad.height);
    strokes = 0;
  }
  function place(event) {
    var box = pad.getBoundingClientRect();
    var touch = event.touches && event.touches[0] ? event.touches[0] : event;
    return { x: (touch.clientX - box.left) * pad.width / box.width, y: (touch.clientY - box.top) * pad.height / box.height };
  }
  function begin(event) {
    event.preventDefault();
    last = place(event);
  }
  function go(event) {
    if (!last) {
      return;
    }
    event.preventDefault();
    var next = place(event);
    pen().strokeStyle = "#111";
    pen().lineWidth = 4;
    pen().lineCap = "round";
    pen().beginPath();
    pen().moveTo(last.x, last.y);
    pen().lineTo(next.x, next.y);
    pen().stroke();
    strokes += 1;
    last = next;
  }
  function end() {
    last = null;
  }
  if (window.PointerEvent) {
    pad.addEventListener("pointerdown", begin);
    pad.addEventListener("pointermove", go);
    ["pointerup", "pointercancel", "pointerleave"].forEach(function (name) { pad.addEventListener(name, end); });
  } else {
    pad.addEventListener("touchstart", begin, { passive: false });
    pad.addEventListener("touchmove", go, { passive: false });
    pad.addEventListener("touchend", end);
  }
  return {
    element: pad, fit: fit, clear: clear,
    picture: function () { return strokes < 3 ? "" : pad.toDataURL("image/png"); }
  };
}

/* The fixed line at the bottom with the one thing to do. */
function submitBar(button, back) {
  return make("div", { class: "submit" }, make("div", {}, back ? make("button", { type: "button", click: back }, "返回") : null, button));
}
