using System.Buffers;
using System.Collections;
using System.Text;

namespace Grpc.Core;

/// <summary>Headers or trailers of a call: an ordered list in which a key may occur more than once.</summary>
/// <remarks>Source: API reference of Grpc.Core, type Metadata; key rules from gRPC's PROTOCOL-HTTP2.md.</remarks>
public sealed class Metadata : IList<Metadata.Entry>
{
    /// <summary>Keys of binary entries end so.</summary>
    public const string BinaryHeaderSuffix = "-bin";

    // A field, not a property: the official assemblies load it as a field. Shared, hence read only.
    public static readonly Metadata Empty = new(readOnly: true);

    private readonly List<Entry> _entries = [];

    public Metadata()
    {
    }

    private Metadata(bool readOnly) => IsReadOnly = readOnly;

    public int Count => _entries.Count;

    public bool IsReadOnly { get; }

    public Entry this[int index]
    {
        get => _entries[index];
        set
        {
            RefuseUnlessWritable(value);
            _entries[index] = value;
        }
    }

    /// <summary>The last entry with this key, or null.</summary>
    public Entry? Get(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return _entries.FindLast(entry => entry.HasKey(key));
    }

    public string? GetValue(string key) => Get(key)?.Value;

    public byte[]? GetValueBytes(string key) => Get(key)?.ValueBytes;

    /// <summary>All entries with this key in the order they were added.</summary>
    public IEnumerable<Entry> GetAll(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return _entries.Where(entry => entry.HasKey(key));
    }

    public void Add(string key, string value) => Add(new Entry(key, value));

    public void Add(string key, byte[] valueBytes) => Add(new Entry(key, valueBytes));

    public void Add(Entry item)
    {
        RefuseUnlessWritable(item);
        _entries.Add(item);
    }

    public void Insert(int index, Entry item)
    {
        RefuseUnlessWritable(item);
        _entries.Insert(index, item);
    }

    public bool Remove(Entry item)
    {
        RefuseUnlessWritable();
        return _entries.Remove(item);
    }

    public void RemoveAt(int index)
    {
        RefuseUnlessWritable();
        _entries.RemoveAt(index);
    }

    public void Clear()
    {
        RefuseUnlessWritable();
        _entries.Clear();
    }

    public bool Contains(Entry item) => _entries.Contains(item);

    public int IndexOf(Entry item) => _entries.IndexOf(item);

    public void CopyTo(Entry[] array, int arrayIndex) => _entries.CopyTo(array, arrayIndex);

    public IEnumerator<Entry> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void RefuseUnlessWritable(Entry item)
    {
        RefuseUnlessWritable();
        ArgumentNullException.ThrowIfNull(item);
    }

    private void RefuseUnlessWritable()
    {
        if (IsReadOnly)
        {
            throw new InvalidOperationException("This metadata is read only.");
        }
    }

    /// <summary>One key with its text, or with its bytes if the key ends in "-bin". Never changes.</summary>
    public class Entry
    {
        private static readonly SearchValues<char> KeyCharacters =
            SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789._-");

        private readonly string? _text;
        private readonly byte[]? _bytes;

        public Entry(string key, string value)
        {
            Key = NormalKey(key);
            ArgumentNullException.ThrowIfNull(value);
            if (IsBinaryKey(Key))
            {
                throw new ArgumentException("The key of a text entry must not end in \"-bin\".", nameof(key));
            }

            _text = value;
        }

        public Entry(string key, byte[] valueBytes)
        {
            Key = NormalKey(key);
            ArgumentNullException.ThrowIfNull(valueBytes);
            if (!IsBinaryKey(Key))
            {
                throw new ArgumentException("The key of a binary entry must end in \"-bin\".", nameof(key));
            }

            _bytes = valueBytes.AsSpan().ToArray();
        }

        /// <summary>In lower case.</summary>
        public string Key { get; }

        public bool IsBinary => _bytes is not null;

        public string Value => _text ?? throw new InvalidOperationException("A binary entry has no text value.");

        /// <summary>A copy of the bytes; the ASCII bytes of a text entry.</summary>
        public byte[] ValueBytes => _bytes?.AsSpan().ToArray() ?? Encoding.ASCII.GetBytes(_text!);

        public override string ToString() => _bytes is null
            ? $"[Entry: key={Key}, value={_text}]"
            : $"[Entry: key={Key}, valueBytes={Convert.ToHexStringLower(_bytes)}]";

        internal bool HasKey(string key) => string.Equals(Key, key, StringComparison.OrdinalIgnoreCase);

        private static bool IsBinaryKey(string key) => key.EndsWith(BinaryHeaderSuffix, StringComparison.Ordinal);

        private static string NormalKey(string key)
        {
            ArgumentException.ThrowIfNullOrEmpty(key);
            var normal = key.ToLowerInvariant();
            if (normal.AsSpan().ContainsAnyExcept(KeyCharacters))
            {
                throw new ArgumentException(
                    "A metadata key may hold only letters a to z, digits, '.', '_' and '-'.", nameof(key));
            }

            return normal;
        }
    }
}
