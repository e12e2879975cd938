// Takes the lines of a pointer to the program, and shows what it makes of them.

const bytes = Uint8Array.from(atob(program), (character) => character.charCodeAt(0));
const answer = document.getElementById("answer");
const paper = document.getElementById("paper");
const seen = document.getElementById("seen");
const question = answer.textContent;

WebAssembly.instantiate(bytes).then(({ instance }) => start(instance.exports), (error) => {
  answer.textContent = `The program couldn't be started: ${error.message}`;
});

function start(network) {
  const pixels = new Float32Array(network.memory.buffer, network.image(), 28 * 28);
  const probabilities = new Float32Array(network.memory.buffer, network.probabilities(), 10);
  const rows = Array.from(probabilities, addRow);
  const number = new Intl.NumberFormat("en");
  document.getElementById("costs").textContent =
    `${number.format(network.weight_bytes() / 4)} weights and ${number.format(network.multiply_accumulates())} multiplications.`;
  document.getElementById("size").textContent = Math.round(bytes.length / 1000);

  let lines = [];
  let pointer = null;
  let due = false;

  function update() {
    due = false;
    network.render();
    showImage(pixels);
    if (lines.length === 0) {
      probabilities.fill(0);
    } else {
      network.classify();
    }
    showProbabilities(rows, probabilities, lines.length === 0);
  }

  function updateSoon() {
    if (!due) {
      due = true;
      requestAnimationFrame(update);
    }
  }

  function clear() {
    network.clear();
    lines = [];
    pointer = null;
    drawLines(lines);
    update();
  }

  function place(event) {
    const area = paper.getBoundingClientRect();
    return [(event.clientX - area.left) / area.width, (event.clientY - area.top) / area.height];
  }

  paper.addEventListener("pointerdown", (event) => {
    if (pointer !== null || event.button !== 0) return;
    event.preventDefault();
    pointer = event.pointerId;
    paper.setPointerCapture(pointer);
    const at = place(event);
    lines.push([at]);
    network.begin(...at);
    drawLines(lines);
    updateSoon();
  });
  paper.addEventListener("pointermove", (event) => {
    if (event.pointerId !== pointer) return;
    // The places that the pointer went through since the last frame.
    const between = event.getCoalescedEvents?.() ?? [];
    for (const part of between.length > 0 ? between : [event]) {
      const at = place(part);
      lines[lines.length - 1].push(at);
      network.extend(...at);
    }
    drawLines(lines);
    updateSoon();
  });
  for (const end of ["pointerup", "pointercancel"]) {
    paper.addEventListener(end, (event) => {
      if (event.pointerId === pointer) pointer = null;
    });
  }
  document.getElementById("clear").addEventListener("click", clear);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") clear();
  });
  new ResizeObserver(() => drawLines(lines)).observe(paper);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawLines(lines));
  update();

  // For whoever wants to try images of their own: what is seen now, and the probabilities of any 28 × 28 numbers.
  window.digits = {
    image: () => pixels.slice(),
    probabilities: () => probabilities.slice(),
    classify(image) {
      pixels.set(image);
      network.classify();
      return probabilities.slice();
    },
  };
}

function addRow(_, digit) {
  const row = document.createElement("li");
  row.innerHTML = `<span class="digit" aria-hidden="true">${digit}</span>
    <span class="track" role="meter" aria-label="${digit}" aria-valuemin="0" aria-valuemax="1" aria-valuenow="0"><span class="bar"></span></span>
    <span class="percent" aria-hidden="true"></span>`;
  document.getElementById("bars").append(row);
  return row;
}

function showProbabilities(rows, probabilities, isEmpty) {
  const best = probabilities.indexOf(Math.max(...probabilities));
  rows.forEach((row, digit) => {
    const probability = probabilities[digit];
    const percent = isEmpty ? "–" : `${(100 * probability).toFixed(1)} %`;
    row.classList.toggle("best", !isEmpty && digit === best);
    row.querySelector(".bar").style.transform = `scaleX(${probability})`;
    row.querySelector(".percent").textContent = percent;
    const meter = row.querySelector(".track");
    meter.setAttribute("aria-valuenow", probability);
    meter.setAttribute("aria-valuetext", percent);
  });
  const text = isEmpty ? question : `${sureness(probabilities[best])} ${best === 8 ? "an" : "a"} <strong>${best}</strong>`;
  // A status that is written again is read out again.
  if (answer.innerHTML !== text) answer.innerHTML = text;
}

function sureness(probability) {
  if (probability > 0.9) return "That is";
  return probability > 0.6 ? "That looks like" : "Hard to tell; maybe";
}

function showImage(pixels) {
  const image = new ImageData(28, 28);
  pixels.forEach((grey, pixel) => image.data.set([255 * grey, 255 * grey, 255 * grey, 255], 4 * pixel));
  seen.getContext("2d").putImageData(image, 0, 0);
}

function drawLines(lines) {
  const side = Math.round(paper.clientWidth * devicePixelRatio);
  if (paper.width !== side) paper.width = paper.height = side;
  const pen = paper.getContext("2d");
  pen.clearRect(0, 0, side, side);
  pen.strokeStyle = getComputedStyle(paper).color;
  pen.lineWidth = 0.07 * side;
  pen.lineCap = pen.lineJoin = "round";
  for (const line of lines) {
    pen.beginPath();
    for (const [x, y] of line) pen.lineTo(x * side, y * side);
    if (line.length === 1) pen.lineTo(line[0][0] * side, line[0][1] * side);
    pen.stroke();
  }
}
