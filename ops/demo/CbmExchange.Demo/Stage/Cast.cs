using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Demo.Stage;

/// <summary>The three nodes and their officers.</summary>
internal sealed class Cast
{
    private readonly DemoOptions options;

    public Cast(DemoOptions options, Narrator narrator)
    {
        this.options = options;
        Narrator = narrator;
        var ports = FreePorts.Take(9);
        Xa = new DemoNode(options, "XA", ports[..3]);
        Xb = new DemoNode(options, "XB", ports[3..6]);
        Xo = new DemoNode(options, "XO", ports[6..]);
    }

    public Narrator Narrator { get; }

    public DemoNode Xa { get; }

    public DemoNode Xb { get; }

    public DemoNode Xo { get; }

    public IReadOnlyList<DemoNode> Nodes => [Xa, Xb, Xo];

    public string Work => options.Work;

    /// <summary>The program of an officer.</summary>
    public string Cbmx => Officer.ProgramOf(options);

    public string Data => Path.Combine(options.Root, "ops", "demo", "data");

    /// <summary>A record's content as the story's author wrote it.</summary>
    public string Content(string name) => Path.Combine(options.Root, "ops", "demo", "story", name);

    public Officer At(DemoNode node, string label) => new(options, Narrator, node, label);

    /// <summary>Who reads at a node: the duty officer of a State, the desk of the secretariat.</summary>
    public Officer Reader(DemoNode node) => At(node, node == Xo ? "desk" : "duty");

    /// <summary>A record as a node holds it; null while it holds none.</summary>
    public Task<RecordView?> HeldAsync(DemoNode node, string record, CancellationToken cancellation) =>
        Reader(node).TryAskAsync<RecordView>(cancellation, "show", record);

    /// <summary>Waits until a node holds a record as wanted.</summary>
    public Task<RecordView> UntilHeldAsync(
        DemoNode node, string record, Func<RecordView, bool> isWanted, string sentence,
        CancellationToken cancellation) =>
        Patience.UntilAsync(() => HeldAsync(node, record, cancellation), isWanted, sentence, cancellation);

    /// <summary>Says for each running node how far it holds the streams of the others.</summary>
    public async Task SayHoldingsAsync(CancellationToken cancellation)
    {
        var lines = await Task.WhenAll(Nodes.Where(node => node.IsRunning)
            .Select(node => HoldingsAsync(node, cancellation))).ConfigureAwait(false);
        foreach (var line in lines)
        {
            Narrator.Say(line);
        }
    }

    public async Task StopAllAsync()
    {
        foreach (var node in Nodes)
        {
            await node.StopAsync().ConfigureAwait(false);
        }
    }

    private async Task<string> HoldingsAsync(DemoNode node, CancellationToken cancellation)
    {
        var all = await At(node, "admin").AskAsync<ListStreamsResponse>(cancellation, "streams").ConfigureAwait(false);
        var parts = all.Streams.Where(stream => stream.Direction == "in")
            .Select(stream => $"{stream.Designator} {stream.Stored} ({stream.State})");
        return $"{node.Designator} holds entries of: {string.Join(", ", parts)}";
    }
}
