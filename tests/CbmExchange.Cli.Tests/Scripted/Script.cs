using System.Collections.Concurrent;

namespace CbmExchange.Cli.Tests.Scripted;

/// <summary>What a scripted node answers, and what it was asked.</summary>
internal sealed class Script
{
    private readonly ConcurrentDictionary<string, string> answers = new();

    /// <summary>Requests as they came: method and proto3-JSON.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>Sets the answer of a method; several answers of a streaming method lie in one JSON array.</summary>
    public void Answer(string method, string text) => answers[method] = text;

    /// <summary>The next calls answer "unavailable", as a node does that is just starting.</summary>
    public int UnavailableCalls { get; set; }

    /// <summary>Streams stay open after what they answer, until the caller leaves.</summary>
    public bool StreamsStayOpen { get; init; }

    /// <summary>The answer of a method, or null when the script has none.</summary>
    public string? Next(string method) => answers.GetValueOrDefault(method);
}
