//! Images from a folder with a sub-folder for each class, as Keras's `image_dataset_from_directory` reads them. With the feature `images`.

use super::Dataset;
use super::idx::Image;
use crate::plain;
use ::image::imageops::FilterType;
use ::image::{DynamicImage, ImageError, ImageReader, Limits};
use formwork_shape_rules::Shape;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Images that can't be used.
#[derive(Debug, thiserror::Error)]
#[error("`{}`: {fault}", path.display())]
pub struct ImagesError {
    /// The file or folder.
    pub path: PathBuf,
    /// What is wrong with it.
    pub fault: ImagesFault,
}

/// What is wrong with an image or a folder of them.
#[derive(Debug, thiserror::Error)]
pub enum ImagesFault {
    /// It can't be opened or read.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// It isn't an image of a format that is known, or is damaged.
    #[error("{0}")]
    Decode(#[from] ImageError),
    /// The tensor asked for can't be an image.
    #[error(
        "an image can't become a tensor of the shape {0}: take `[height, width, channels]` with 1 or 3 channels, or `[height, width]`"
    )]
    Shape(Shape),
    /// No sub-folders.
    #[error("it has no folders, one for each class")]
    NoClasses,
    /// More classes than a label can number.
    #[error("it has {0} folders, but labels number at most 65,536 classes")]
    Classes(usize),
}

/// Images of a folder and the names of their classes.
pub struct Folder<I: Image> {
    /// The images in the order of their classes' and files' names, and the numbers of their classes.
    pub data: Dataset<I, u16>,
    /// The names of the sub-folders in their order.
    pub classes: Vec<String>,
}

/// No image may take more memory while it is decoded.
const LARGEST: u64 = 1 << 29;

/// Reads all PNG and JPEG files of the sub-folders of a folder. Each sub-folder is a class; classes and files come in the order of their names.
///
/// Images become tensors of `[height, width, channels]`, grey for 1 channel and red, green, blue for 3, or `[height, width]`; one of another size is
/// resized linearly, to that height and width whatever its own are. Values are 0.0…1.0.
///
/// # Errors
/// If a folder or an image can't be read, or there are no folders.
pub fn load_folder<I: Image>(folder: impl AsRef<Path>) -> Result<Folder<I>, ImagesError> {
    let folder = folder.as_ref();
    let fault = |fault| ImagesError {
        path: folder.to_owned(),
        fault,
    };
    let layout = Layout::of(I::shape(0)).map_err(fault)?;
    let folders: Vec<PathBuf> = entries(folder)?
        .into_iter()
        .filter(|path| path.is_dir())
        .collect();
    if folders.is_empty() {
        return Err(fault(ImagesFault::NoClasses));
    }
    let (mut classes, mut files, mut labels) = (Vec::new(), Vec::new(), Vec::new());
    for (class, path) in folders.iter().enumerate() {
        let Ok(label) = u16::try_from(class) else {
            return Err(fault(ImagesFault::Classes(folders.len())));
        };
        classes.push(name_of(path));
        for file in entries(path)?.into_iter().filter(|path| is_image(path)) {
            files.push(file);
            labels.push(label);
        }
    }
    let mut images = plain::zeroed_vec::<I>(files.len());
    for (file, image) in files.iter().zip(&mut images) {
        layout.read(file, plain::as_mut_slice(image))?;
    }
    match Dataset::checked(images, labels) {
        Ok(data) => Ok(Folder { data, classes }),
        Err(error) => unreachable!("there is a label for each file: {error}"),
    }
}

/// One image as a tensor, as [`load_folder`] reads it.
///
/// # Errors
/// If it can't be read.
pub fn load<I: Image>(path: impl AsRef<Path>) -> Result<Box<I>, ImagesError> {
    let path = path.as_ref();
    let layout = Layout::of(I::shape(0)).map_err(|fault| ImagesError {
        path: path.to_owned(),
        fault,
    })?;
    let mut image = plain::zeroed_box::<I>();
    layout.read(path, plain::as_mut_slice(&mut *image))?;
    Ok(image)
}

/// What lies in a folder, in the order of the names.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, ImagesError> {
    let listed = fs::read_dir(folder).and_then(|entries| {
        let paths = entries.map(|entry| Ok(entry?.path()));
        paths.collect::<io::Result<Vec<PathBuf>>>()
    });
    let mut paths = listed.map_err(|error| ImagesError {
        path: folder.to_owned(),
        fault: error.into(),
    })?;
    paths.sort();
    Ok(paths)
}

fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

fn is_image(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default();
    ["png", "jpg", "jpeg"]
        .iter()
        .any(|known| ending.eq_ignore_ascii_case(known))
}

/// The size of a tensor as an image.
struct Layout {
    height: u32,
    width: u32,
    colours: bool,
}

impl Layout {
    fn of(shape: Shape) -> Result<Layout, ImagesFault> {
        let (height, width, colours) = match *shape.dims() {
            [height, width] | [height, width, 1] => (height, width, false),
            [height, width, 3] => (height, width, true),
            _ => return Err(ImagesFault::Shape(shape)),
        };
        match (u32::try_from(height), u32::try_from(width)) {
            (Ok(height @ 1..), Ok(width @ 1..)) => Ok(Layout {
                height,
                width,
                colours,
            }),
            _ => Err(ImagesFault::Shape(shape)),
        }
    }

    fn read(&self, path: &Path, values: &mut [f32]) -> Result<(), ImagesError> {
        let image = decode(path).map_err(|fault| ImagesError {
            path: path.to_owned(),
            fault,
        })?;
        let image = if (image.height(), image.width()) == (self.height, self.width) {
            image
        } else {
            image.resize_exact(self.width, self.height, FilterType::Triangle)
        };
        let bytes = if self.colours {
            image.into_rgb8().into_raw()
        } else {
            image.into_luma8().into_raw()
        };
        for (value, byte) in values.iter_mut().zip(bytes) {
            *value = f32::from(byte) / 255.0;
        }
        Ok(())
    }
}

/// What a file holds, whatever its ending says.
fn decode(path: &Path) -> Result<DynamicImage, ImagesFault> {
    let mut reader = ImageReader::open(path)?.with_guessed_format()?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(LARGEST);
    reader.limits(limits);
    Ok(reader.decode()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tensor::{Tensor1, Tensor2, Tensor3};
    use ::image::{GrayImage, Luma, Rgb, RgbImage};

    #[test]
    fn sub_folders_are_classes_in_their_order() {
        let folder = tempfile::tempdir().unwrap();
        let error = load_folder::<Tensor2<2, 2>>(folder.path()).err().unwrap();
        assert!(
            error
                .to_string()
                .ends_with("it has no folders, one for each class")
        );
        for class in ["b", "a"] {
            fs::create_dir(folder.path().join(class)).unwrap();
        }
        let red = RgbImage::from_pixel(2, 2, Rgb([255, 0, 51]));
        red.save(folder.path().join("a/2.png")).unwrap();
        let mut grey = GrayImage::from_pixel(2, 2, Luma([0]));
        grey.put_pixel(1, 0, Luma([102]));
        grey.save(folder.path().join("a/1.PNG")).unwrap();
        let large = RgbImage::from_pixel(6, 4, Rgb([0, 255, 0]));
        large.save(folder.path().join("b/3.jpg")).unwrap();
        fs::write(folder.path().join("b/notes.txt"), "no image").unwrap();
        let colours = load_folder::<Tensor3<2, 2, 3>>(folder.path()).unwrap();
        assert_eq!(colours.classes, ["a", "b"]);
        assert_eq!(colours.data.targets(), [0, 0, 1]);
        let images = colours.data.inputs();
        assert_eq!(images[0][0][1], [0.4; 3]);
        assert_eq!(images[0][1][1], [0.0; 3]);
        assert_eq!(images[1][1][0], [1.0, 0.0, 0.2]);
        assert!(images[2][0][0][1] > 0.95 && images[2][0][0][0] < 0.05);
        let grey = load::<Tensor2<2, 2>>(folder.path().join("a/1.PNG")).unwrap();
        assert_eq!(grey.as_slice(), [0.0, 0.4, 0.0, 0.0]);
        fs::write(
            folder.path().join("b/4.png"),
            b"\x89PNG\r\n\x1a\nand nothing",
        )
        .unwrap();
        let error = load_folder::<Tensor3<2, 2, 1>>(folder.path())
            .err()
            .unwrap();
        assert!(error.path.ends_with("b/4.png"), "{error}");
        let error = load::<Tensor1<4>>(folder.path().join("a/2.png")).unwrap_err();
        assert!(matches!(error.fault, ImagesFault::Shape(_)));
    }
}
