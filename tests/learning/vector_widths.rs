//! Training with all that it can do writes the same bytes for any width of the vectors.

use crate::support::{folders, program};
use folders::Folder;
use program::{program, run};

#[test]
fn distortion_dropout_and_the_limit_on_norms_do_not_depend_on_the_width() {
    let flags = "train --train 200 --test 20 --epochs 2 --hidden 41,9 --threads 2 \
                 --augment elastic --dropout 0.2,0.5 --max-norm 0.9";
    let model = |width: &str, more: &[&str]| {
        let out = Folder::new();
        let mut command = program();
        command.args(flags.split_whitespace()).args(more).args(["--out", out.arg()]);
        run(command.env("BACKPROP_WIDTH", width)).done();
        out.bytes("model.npz")
    };
    // A width that the processor lacks is not used, and the bytes are the same all the more.
    for more in [&[][..], &["--optimizer=adam"]] {
        let plain = model("plain", more);
        for width in ["avx2", "avx512"] {
            assert!(model(width, more) == plain, "{width}: another model than with plain vectors");
        }
    }
}
