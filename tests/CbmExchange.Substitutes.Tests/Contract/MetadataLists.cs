using Grpc.Core;

namespace CbmExchange.Substitutes.Tests.Contract;

public sealed class MetadataLists
{
    [Fact]
    public void The_last_entry_of_a_key_counts()
    {
        var metadata = new Metadata { { "k", "one" }, { "other", "x" }, { "K", "two" } };
        metadata.Add("b-bin", [1]);
        metadata.Add("b-bin", [2]);

        Assert.Equal("two", metadata.Get("k")!.Value);
        Assert.Equal("two", metadata.GetValue("K"));
        Assert.Equal([2], metadata.GetValueBytes("b-bin"));
        Assert.Equal(["one", "two"], metadata.GetAll("k").Select(entry => entry.Value));
    }

    [Fact]
    public void A_missing_key_gives_null_or_nothing()
    {
        var metadata = new Metadata();

        Assert.Null(metadata.Get("k"));
        Assert.Null(metadata.GetValue("k"));
        Assert.Null(metadata.GetValueBytes("k-bin"));
        Assert.Empty(metadata.GetAll("k"));
    }

    [Fact]
    public void Empty_refuses_every_change()
    {
        var entry = new Metadata.Entry("k", "v");

        Assert.True(Metadata.Empty.IsReadOnly);
        Assert.Throws<InvalidOperationException>(() => Metadata.Empty.Add(entry));
        Assert.Throws<InvalidOperationException>(() => Metadata.Empty.Insert(0, entry));
        Assert.Throws<InvalidOperationException>(() => Metadata.Empty.Remove(entry));
        Assert.Throws<InvalidOperationException>(() => Metadata.Empty.RemoveAt(0));
        Assert.Throws<InvalidOperationException>(Metadata.Empty.Clear);
        Assert.Throws<InvalidOperationException>(() => Metadata.Empty[0] = entry);
        Assert.Empty(Metadata.Empty);
    }

    [Fact]
    public void Null_entries_are_refused()
    {
        var metadata = new Metadata { { "k", "v" } };

        Assert.Throws<ArgumentNullException>(() => metadata.Add(null!));
        Assert.Throws<ArgumentNullException>(() => metadata.Insert(0, null!));
        Assert.Throws<ArgumentNullException>(() => metadata[0] = null!);
    }

    [Fact]
    public void Entries_are_equal_only_to_themselves()
    {
        var entry = new Metadata.Entry("k", "v");
        var metadata = new Metadata { entry };

        var twin = new Metadata.Entry("k", "v");

        Assert.Equal((true, false), (metadata.Contains(entry), metadata.Contains(twin)));
        Assert.Equal((0, -1), (metadata.IndexOf(entry), metadata.IndexOf(twin)));
        Assert.False(metadata.Remove(twin));
    }

    [Fact]
    public void It_is_an_ordered_list()
    {
        var metadata = new Metadata { { "a", "1" }, { "c", "3" } };
        metadata.Insert(1, new Metadata.Entry("b", "2"));
        metadata[2] = new Metadata.Entry("d", "4");
        var copy = new Metadata.Entry[3];
        metadata.CopyTo(copy, 0);
        metadata.RemoveAt(0);

        Assert.Equal(["a", "b", "d"], copy.Select(entry => entry.Key));
        Assert.Equal(["b", "d"], metadata.Select(entry => entry.Key));
        metadata.Clear();
        Assert.Empty(metadata);
    }
}
