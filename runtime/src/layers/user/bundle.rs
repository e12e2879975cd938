//! What a user's layer reads and makes: a tensor, or a tuple of tensors that lie apart in memory.

use crate::plain::{self, Plain};
use crate::tensor::Tensor;

/// The most tensors of a tuple.
pub(super) const MOST: usize = 6;

/// A tensor such as `Tensor1<64>`, or a tuple of two to six of them.
///
/// The tensors of a tuple lie apart. So a layer gets a tuple of references, `(&Tensor1<8>, &Tensor1<4>)`, and for one tensor
/// the reference alone.
pub trait Bundle: 'static {
    /// To be read: `&Tensor1<64>`, `(&Tensor1<8>, &Tensor1<4>)`.
    type Ref<'a>;
    /// To be written: `&mut Tensor1<64>`, `(&mut Tensor1<8>, &mut Tensor1<4>)`.
    type Mut<'a>;

    /// Elements of each tensor.
    const LENS: &'static [usize];

    /// One sample of some; `None` if a slice is too short.
    #[doc(hidden)]
    fn sample<'a>(parts: &[&'a [f32]], sample: usize) -> Option<Self::Ref<'a>>;
    /// The same, to be written.
    #[doc(hidden)]
    fn sample_mut<'a>(parts: &'a mut [&mut [f32]], sample: usize) -> Option<Self::Mut<'a>>;
}

/// Elements of all tensors.
pub(super) const fn total(lens: &[usize]) -> usize {
    let mut total = 0;
    let mut part = 0;
    while part < lens.len() {
        total += lens[part];
        part += 1;
    }
    total
}

/// One value of some that lie one after the other.
fn one<T: Plain>(values: &[f32], index: usize) -> Option<&T> {
    let len = const { plain::elements::<T>() };
    plain::one(values.get(index * len..)?.get(..len)?)
}

fn one_mut<T: Plain>(values: &mut [f32], index: usize) -> Option<&mut T> {
    let len = const { plain::elements::<T>() };
    plain::one_mut(values.get_mut(index * len..)?.get_mut(..len)?)
}

impl<D: 'static> Bundle for Tensor<D>
where
    Tensor<D>: Plain,
{
    type Ref<'a> = &'a Self;
    type Mut<'a> = &'a mut Self;

    const LENS: &'static [usize] = &[plain::elements::<Self>()];

    #[inline(always)]
    fn sample<'a>(parts: &[&'a [f32]], sample: usize) -> Option<&'a Self> {
        one(parts.first()?, sample)
    }

    #[inline(always)]
    fn sample_mut<'a>(parts: &'a mut [&mut [f32]], sample: usize) -> Option<&'a mut Self> {
        one_mut(parts.first_mut()?, sample)
    }
}

/// Tuples of tensors.
macro_rules! tuples {
    ($($($tensor:ident $part:ident)+;)+) => { $(
        impl<$($tensor: Plain),+> Bundle for ($($tensor,)+) {
            type Ref<'a> = ($(&'a $tensor,)+);
            type Mut<'a> = ($(&'a mut $tensor,)+);

            const LENS: &'static [usize] = &[$(plain::elements::<$tensor>()),+];

            #[inline(always)]
            fn sample<'a>(parts: &[&'a [f32]], sample: usize) -> Option<Self::Ref<'a>> {
                let [$($part,)+ ..] = parts else { return None };
                Some(($(one($part, sample)?,)+))
            }

            #[inline(always)]
            fn sample_mut<'a>(parts: &'a mut [&mut [f32]], sample: usize) -> Option<Self::Mut<'a>> {
                let [$($part,)+ ..] = parts else { return None };
                Some(($(one_mut($part, sample)?,)+))
            }
        }
    )+ };
}

tuples! {
    A a B b;
    A a B b C c;
    A a B b C c D d;
    A a B b C c D d E e;
    A a B b C c D d E e F f;
}
