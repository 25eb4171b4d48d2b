//! Tables for Arrow's C data interface, which pyarrow, pandas, Polars and DuckDB read without a copy.
//!
//! See <https://arrow.apache.org/docs/format/CDataInterface/PyCapsuleInterface.html>.

use crate::failure;
use arrow_array::ffi::FFI_ArrowSchema;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{
    Array, ArrayRef, BooleanArray, Float64Array, Int64Array, RecordBatch, RecordBatchIterator, StringArray,
    UInt64Array,
};
use arrow_schema::{DataType, Field, Schema};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict, PyList};
use std::sync::Arc;

/// One column: its name and its values, one a row.
pub struct Column {
    field: Field,
    values: ArrayRef,
}

impl Column {
    /// Numbers; a value may be absent.
    pub fn numbers(name: impl Into<String>, values: impl IntoIterator<Item = Option<f64>>) -> Self {
        Self::new(name, DataType::Float64, Arc::new(Float64Array::from_iter(values)))
    }

    /// Integers; a value may be absent.
    pub fn integers(name: impl Into<String>, values: impl IntoIterator<Item = Option<i64>>) -> Self {
        Self::new(name, DataType::Int64, Arc::new(Int64Array::from_iter(values)))
    }

    /// Integers from 0, below 2^64; a value may be absent.
    pub fn wholes(name: impl Into<String>, values: impl IntoIterator<Item = Option<u64>>) -> Self {
        Self::new(name, DataType::UInt64, Arc::new(UInt64Array::from_iter(values)))
    }

    /// Texts; a value may be absent.
    pub fn texts<S: AsRef<str>>(
        name: impl Into<String>,
        values: impl IntoIterator<Item = Option<S>>,
    ) -> Self {
        Self::new(name, DataType::Utf8, Arc::new(StringArray::from_iter(values)))
    }

    /// Yes or no; a value may be absent.
    pub fn flags(name: impl Into<String>, values: impl IntoIterator<Item = Option<bool>>) -> Self {
        Self::new(name, DataType::Boolean, Arc::new(BooleanArray::from_iter(values)))
    }

    fn new(name: impl Into<String>, kind: DataType, values: ArrayRef) -> Self {
        Self { field: Field::new(name, kind, true), values }
    }
}

/// A table with named columns, read through Arrow's C interface or as Python values.
#[pyclass(frozen, module = "mediant._mediant")]
#[derive(Clone, Debug)]
pub struct Table {
    batch: RecordBatch,
}

impl Table {
    /// A table of these columns.
    ///
    /// # Errors
    /// Columns of different lengths, which would be a fault of the program.
    pub fn new(columns: Vec<Column>) -> PyResult<Self> {
        let (fields, values): (Vec<Field>, Vec<ArrayRef>) =
            columns.into_iter().map(|column| (column.field, column.values)).unzip();
        let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), values).map_err(failure::internal)?;
        Ok(Self { batch })
    }
}

#[pymethods]
impl Table {
    /// The names of the columns.
    #[getter]
    fn column_names(&self) -> Vec<String> {
        self.batch.schema().fields().iter().map(|field| field.name().clone()).collect()
    }

    /// The columns as lists of Python values, None where a value is absent.
    fn to_pydict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let columns = PyDict::new(py);
        for (name, values) in self.column_names().iter().zip(self.batch.columns()) {
            columns.set_item(name, list(py, values)?)?;
        }
        Ok(columns)
    }

    /// The schema as a capsule `arrow_schema`.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(self.batch.schema().as_ref()).map_err(failure::internal)?;
        PyCapsule::new_with_value(py, schema, c"arrow_schema")
    }

    /// The rows as a capsule `arrow_array_stream`; a requested schema may be declined, and is.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        let rows = RecordBatchIterator::new([Ok(self.batch.clone())], self.batch.schema());
        PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(rows)), c"arrow_array_stream")
    }

    fn __len__(&self) -> usize {
        self.batch.num_rows()
    }

    fn __repr__(&self) -> String {
        format!("Table({} rows, columns {:?})", self.batch.num_rows(), self.column_names())
    }
}

fn list<'py>(py: Python<'py>, values: &ArrayRef) -> PyResult<Bound<'py, PyList>> {
    let any = values.as_any();
    if let Some(texts) = any.downcast_ref::<StringArray>() {
        return PyList::new(py, texts.iter());
    }
    if let Some(numbers) = any.downcast_ref::<Float64Array>() {
        return PyList::new(py, numbers.iter());
    }
    if let Some(numbers) = any.downcast_ref::<Int64Array>() {
        return PyList::new(py, numbers.iter());
    }
    if let Some(numbers) = any.downcast_ref::<UInt64Array>() {
        return PyList::new(py, numbers.iter());
    }
    match any.downcast_ref::<BooleanArray>() {
        Some(flags) => PyList::new(py, flags.iter()),
        None => Err(failure::internal(format!("a column of {}", values.data_type()))),
    }
}
