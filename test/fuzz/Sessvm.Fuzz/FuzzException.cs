namespace Sessvm.Fuzz;

/// <summary>An input got an answer that is out of bounds.</summary>
/// <param name="message">What does not hold.</param>
internal sealed class FuzzException(string message) : Exception(message);
