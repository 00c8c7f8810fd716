using System.Collections.Immutable;

namespace CbmExchange.Node.Home;

/// <summary>The program cannot do what it was started for. Each sentence says what is wrong and what to do.</summary>
internal sealed class StartupException : Exception
{
    /// <summary>One fault.</summary>
    public StartupException(string sentence)
        : this([sentence])
    {
    }

    /// <summary>All faults at once.</summary>
    public StartupException(ImmutableArray<string> sentences)
        : base(string.Join(Environment.NewLine, sentences)) => Sentences = sentences;

    /// <summary>At least one.</summary>
    public ImmutableArray<string> Sentences { get; }
}
