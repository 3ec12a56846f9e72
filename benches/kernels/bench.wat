;; What the benches need of raw wasm: exact scores for the ground truth, a read loop for the machine's limit, and the two
;; reference scans (sign bits and int8, each with rescoring in f32). The caller lays out the memory; rows are multiples
;; of 64 numbers.
(module
  (memory (export "memory") 1 65536)

  ;; the sum of a vector of four floats
  (func $sum (param $v v128) (result f32)
    (f32.add
      (f32.add (f32x4.extract_lane 0 (local.get $v)) (f32x4.extract_lane 1 (local.get $v)))
      (f32.add (f32x4.extract_lane 2 (local.get $v)) (f32x4.extract_lane 3 (local.get $v)))))

  ;; f32 dot product of two rows of $bytes bytes
  (func $dot (param $a i32) (param $b i32) (param $bytes i32) (result f32)
    (local $end i32) (local $x v128) (local $y v128)
    (local.set $end (i32.add (local.get $a) (local.get $bytes)))
    (loop $next
      (local.set $x (f32x4.add (local.get $x)
        (f32x4.mul (v128.load (local.get $a)) (v128.load (local.get $b)))))
      (local.set $y (f32x4.add (local.get $y)
        (f32x4.mul (v128.load offset=16 (local.get $a)) (v128.load offset=16 (local.get $b)))))
      (local.set $a (i32.add (local.get $a) (i32.const 32)))
      (local.set $b (i32.add (local.get $b) (i32.const 32)))
      (br_if $next (i32.lt_u (local.get $a) (local.get $end))))
    (call $sum (f32x4.add (local.get $x) (local.get $y))))

  ;; scores of rows 0..$n in order
  (func (export "scores") (param $rows i32) (param $bytes i32) (param $query i32) (param $n i32) (param $out i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $out) (i32.shl (local.get $n) (i32.const 2))))
    (block $none (br_if $none (i32.eqz (local.get $n)))
      (loop $next
        (f32.store (local.get $out) (call $dot (local.get $rows) (local.get $query) (local.get $bytes)))
        (local.set $rows (i32.add (local.get $rows) (local.get $bytes)))
        (local.set $out (i32.add (local.get $out) (i32.const 4)))
        (br_if $next (i32.lt_u (local.get $out) (local.get $end))))))

  ;; scores of the $n rows numbered in $list
  (func (export "scores_of") (param $rows i32) (param $bytes i32) (param $query i32) (param $list i32) (param $n i32) (param $out i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $out) (i32.shl (local.get $n) (i32.const 2))))
    (block $none (br_if $none (i32.eqz (local.get $n)))
      (loop $next
        (f32.store (local.get $out) (call $dot
          (i32.add (local.get $rows) (i32.mul (i32.load (local.get $list)) (local.get $bytes)))
          (local.get $query) (local.get $bytes)))
        (local.set $list (i32.add (local.get $list) (i32.const 4)))
        (local.set $out (i32.add (local.get $out) (i32.const 4)))
        (br_if $next (i32.lt_u (local.get $out) (local.get $end))))))

  ;; Hamming distances of bit rows ($bytes a multiple of 8) as u16, counted in a histogram of u32
  (func (export "hamming") (param $rows i32) (param $bytes i32) (param $query i32) (param $n i32) (param $out i32) (param $counts i32)
    (local $end i32) (local $at i32) (local $distance i64) (local $slot i32)
    (memory.fill (local.get $counts) (i32.const 0) (i32.shl (i32.add (i32.shl (local.get $bytes) (i32.const 3)) (i32.const 1)) (i32.const 2)))
    (local.set $end (i32.add (local.get $out) (i32.shl (local.get $n) (i32.const 1))))
    (loop $row
      (local.set $distance (i64.const 0))
      (local.set $at (i32.const 0))
      (loop $word
        (local.set $distance (i64.add (local.get $distance) (i64.popcnt (i64.xor
          (i64.load (i32.add (local.get $rows) (local.get $at)))
          (i64.load (i32.add (local.get $query) (local.get $at)))))))
        (local.set $at (i32.add (local.get $at) (i32.const 8)))
        (br_if $word (i32.lt_u (local.get $at) (local.get $bytes))))
      (i64.store16 (local.get $out) (local.get $distance))
      (local.set $slot (i32.add (local.get $counts) (i32.shl (i32.wrap_i64 (local.get $distance)) (i32.const 2))))
      (i32.store (local.get $slot) (i32.add (i32.load (local.get $slot)) (i32.const 1)))
      (local.set $rows (i32.add (local.get $rows) (local.get $bytes)))
      (local.set $out (i32.add (local.get $out) (i32.const 2)))
      (br_if $row (i32.lt_u (local.get $out) (local.get $end)))))

  ;; the numbers of the rows at distance $limit or nearer, into $list; how many
  (func (export "nearer") (param $distances i32) (param $n i32) (param $limit i32) (param $list i32) (result i32)
    (local $row i32) (local $count i32)
    (loop $next
      (i32.store (i32.add (local.get $list) (i32.shl (local.get $count) (i32.const 2))) (local.get $row))
      (local.set $count (i32.add (local.get $count)
        (i32.le_u (i32.load16_u (i32.add (local.get $distances) (i32.shl (local.get $row) (i32.const 1)))) (local.get $limit))))
      (local.set $row (i32.add (local.get $row) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $row) (local.get $n))))
    (local.get $count))

  ;; i32 dot products of int8 rows with a query of i16
  (func (export "int8") (param $rows i32) (param $dims i32) (param $query i32) (param $n i32) (param $out i32)
    (local $end i32) (local $stop i32) (local $q i32) (local $x v128) (local $y v128)
    (local.set $end (i32.add (local.get $out) (i32.shl (local.get $n) (i32.const 2))))
    (loop $row
      (local.set $stop (i32.add (local.get $rows) (local.get $dims)))
      (local.set $q (local.get $query))
      (local.set $x (v128.const i32x4 0 0 0 0))
      (local.set $y (v128.const i32x4 0 0 0 0))
      (loop $next
        (local.set $x (i32x4.add (local.get $x)
          (i32x4.dot_i16x8_s (v128.load8x8_s (local.get $rows)) (v128.load (local.get $q)))))
        (local.set $y (i32x4.add (local.get $y)
          (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $rows)) (v128.load offset=16 (local.get $q)))))
        (local.set $q (i32.add (local.get $q) (i32.const 32)))
        (local.set $rows (i32.add (local.get $rows) (i32.const 16)))
        (br_if $next (i32.lt_u (local.get $rows) (local.get $stop))))
      (local.set $x (i32x4.add (local.get $x) (local.get $y)))
      (i32.store (local.get $out) (i32.add
        (i32.add (i32x4.extract_lane 0 (local.get $x)) (i32x4.extract_lane 1 (local.get $x)))
        (i32.add (i32x4.extract_lane 2 (local.get $x)) (i32x4.extract_lane 3 (local.get $x)))))
      (local.set $out (i32.add (local.get $out) (i32.const 4)))
      (br_if $row (i32.lt_u (local.get $out) (local.get $end)))))

  ;; reads $bytes (a multiple of 64) once
  (func (export "read") (param $from i32) (param $bytes i32) (result i32)
    (local $end i32) (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local.set $end (i32.add (local.get $from) (local.get $bytes)))
    (loop $next
      (local.set $a (v128.or (local.get $a) (v128.load (local.get $from))))
      (local.set $b (v128.or (local.get $b) (v128.load offset=16 (local.get $from))))
      (local.set $c (v128.or (local.get $c) (v128.load offset=32 (local.get $from))))
      (local.set $d (v128.or (local.get $d) (v128.load offset=48 (local.get $from))))
      (local.set $from (i32.add (local.get $from) (i32.const 64)))
      (br_if $next (i32.lt_u (local.get $from) (local.get $end))))
    (v128.any_true (v128.or (v128.or (local.get $a) (local.get $b)) (v128.or (local.get $c) (local.get $d))))))
