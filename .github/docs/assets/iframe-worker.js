// The search runs in a worker, and browsers refuse workers to pages that are read from a disk. There,
// a frame that holds the same script takes its place.
if (location.protocol === "file:") {
  window.Worker = class {
    constructor(url) {
      this.queue = [];
      this.frame = document.createElement("iframe");
      this.frame.hidden = true;
      this.frame.srcdoc =
        "<script>" +
        "postMessage = function (data) { parent.dispatchEvent(new MessageEvent('frame-worker', { data })); };" +
        "importScripts = function () {};" +
        "</" + "script><script src='" + new URL(url, document.baseURI).href + "'></" + "script>";
      addEventListener("frame-worker", (event) => {
        const message = new MessageEvent("message", { data: event.data });
        setTimeout(() => this.onmessage?.(message));
      });
      this.frame.addEventListener("load", () => {
        this.ready = true;
        this.queue.forEach((data) => this.send(data));
      });
      const attach = () => document.body.append(this.frame);
      if (document.body) attach();
      else addEventListener("DOMContentLoaded", attach);
    }
    send(data) {
      // Later, as a worker would: a message must not arrive while another is dealt with.
      setTimeout(() => this.frame.contentWindow?.dispatchEvent(new MessageEvent("message", { data })));
    }
    postMessage(data) {
      if (this.ready) this.send(data);
      else this.queue.push(data);
    }
    terminate() {
      this.frame.remove();
    }
  };
}
