namespace CbmExchange.Envelopes.Descriptors;

/// <summary>Why a descriptor is not admitted.</summary>
/// <param name="Name">One of <see cref="DescriptorFaults"/>.</param>
/// <param name="Sentence">One plain sentence that says what is wrong.</param>
public sealed record DescriptorFault(string Name, string Sentence);
